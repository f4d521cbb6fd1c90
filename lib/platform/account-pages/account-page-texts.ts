/** What the pages behind mailed links say, in each language that mails are written in. */
export const accountPageTexts = {
  en: {
    needsScript:
      'This page needs JavaScript, which is missing or still loading. Load the page again, or allow JavaScript in your browser.',
    show: 'Show the password',
    password: 'Password',
    newPassword: 'New password',
    email: 'E-mail address',
    ask: 'Mail me a new link',
    empty: 'Enter a password.',
    badEmail: 'Enter a complete e-mail address.',
    offline: 'Moa cannot be reached. Check your connection and try again.',
    limited: 'Too many attempts. Wait {seconds} seconds, then try again.',
    unavailable: 'Moa cannot do this at the moment. Try again in a few minutes.',
    wrong: 'This is not the password of the account. The link still works: try again.',
    weak: 'This password cannot be used. Choose one by the rules above.',
    passwordRules:
      '8 to 128 characters, not one of the most common passwords, and neither your address nor your name.',
    incomplete: {
      title: 'The link is incomplete',
      text: 'Open the link in the mail again. If that does not help, copy all of it into the address bar.',
    },
    asked: {
      title: 'Look into your mail',
      text: 'If this address has an account that needs a new link, a mail is on its way.',
    },
    verifyEmail: {
      title: 'Verify your address',
      lead: 'Enter the password of your Moa account. The link alone does not show that you opened the account.',
      submit: 'Verify the address',
      note: 'If you did not sign up for Moa, close this page. The address stays unverified.',
      done: {
        title: 'Your address is verified',
        text: 'You can close this page and sign in to Moa.',
      },
      gone: {
        title: 'The link no longer works',
        text: 'It works once and for 48 hours. If your address is not verified yet, have a new link mailed to you.',
      },
    },
    resetPassword: {
      title: 'Set a new password',
      lead: 'The new password replaces the one that you have forgotten, and signs you out everywhere.',
      submit: 'Set the password',
      note: 'If you did not ask for this, close this page. Your password stays as it is.',
      done: {
        title: 'Your password is set',
        text: 'You can close this page and sign in to Moa with the new password.',
      },
      gone: {
        title: 'The link no longer works',
        text: 'It works once and for an hour, until the password is changed. Have a new link mailed to you.',
      },
    },
    undoPasswordChange: {
      title: 'Undo the change of your password',
      lead: 'If you did not change your password, set another one now. That signs everybody out, whoever changed it too.',
      submit: 'Set the password',
      note: 'If you changed it yourself, close this page. Your password stays as it is.',
      done: {
        title: 'Your password is set',
        text: 'Everybody is signed out. Sign in to Moa with the new password, and remove in your account what is not yours.',
      },
      gone: {
        title: 'The link no longer works',
        text: 'It works once and for 24 hours, until the password is changed again. Have a new link mailed to you.',
      },
    },
  },
  ko: {
    needsScript:
      '이 페이지에는 JavaScript가 필요합니다. 아직 불러오는 중이거나 차단되어 있습니다. 페이지를 새로 고치거나 브라우저에서 JavaScript를 허용해 주세요.',
    show: '비밀번호 표시',
    password: '비밀번호',
    newPassword: '새 비밀번호',
    email: '이메일 주소',
    ask: '새 링크 받기',
    empty: '비밀번호를 입력해 주세요.',
    badEmail: '이메일 주소를 끝까지 정확히 입력해 주세요.',
    offline: '모아에 연결할 수 없습니다. 네트워크를 확인하고 다시 시도해 주세요.',
    limited: '시도가 너무 많습니다. {seconds}초 후에 다시 시도해 주세요.',
    unavailable: '지금은 처리할 수 없습니다. 잠시 후 다시 시도해 주세요.',
    wrong: '계정의 비밀번호와 다릅니다. 링크는 아직 쓸 수 있으니 다시 시도해 주세요.',
    weak: '사용할 수 없는 비밀번호입니다. 위의 규칙에 맞는 비밀번호를 입력해 주세요.',
    passwordRules:
      '8~128자로 입력해 주세요. 흔한 비밀번호나 본인의 이메일 주소, 이름은 쓸 수 없습니다.',
    incomplete: {
      title: '링크가 완전하지 않습니다',
      text: '메일에 있는 링크를 다시 열어 주세요. 그래도 안 되면 링크 전체를 복사해 주소창에 붙여 넣어 주세요.',
    },
    asked: {
      title: '메일을 확인해 주세요',
      text: '새 링크가 필요한 계정이 있는 주소라면 곧 메일이 도착합니다.',
    },
    verifyEmail: {
      title: '이메일 주소 인증',
      lead: '모아 계정의 비밀번호를 입력해 주세요. 링크만으로는 계정을 만든 분인지 확인할 수 없습니다.',
      submit: '이메일 주소 인증하기',
      note: '모아에 가입하지 않으셨다면 이 페이지를 닫아 주세요. 주소는 인증되지 않습니다.',
      done: {
        title: '이메일 주소가 인증되었습니다',
        text: '이 페이지를 닫고 모아에 로그인해 주세요.',
      },
      gone: {
        title: '더 이상 쓸 수 없는 링크입니다',
        text: '링크는 48시간 동안 한 번만 쓸 수 있습니다. 아직 인증하지 않으셨다면 새 링크를 받아 주세요.',
      },
    },
    resetPassword: {
      title: '새 비밀번호 설정',
      lead: '새 비밀번호를 설정하면 모든 기기에서 로그아웃됩니다.',
      submit: '비밀번호 설정하기',
      note: '요청하지 않으셨다면 이 페이지를 닫아 주세요. 비밀번호는 바뀌지 않습니다.',
      done: {
        title: '새 비밀번호가 설정되었습니다',
        text: '이 페이지를 닫고 새 비밀번호로 모아에 로그인해 주세요.',
      },
      gone: {
        title: '더 이상 쓸 수 없는 링크입니다',
        text: '링크는 1시간 동안 한 번만 쓸 수 있으며, 비밀번호가 변경되면 쓸 수 없습니다. 새 링크를 받아 주세요.',
      },
    },
    undoPasswordChange: {
      title: '비밀번호 변경 되돌리기',
      lead: '본인이 비밀번호를 변경하지 않으셨다면 지금 다른 비밀번호를 설정해 주세요. 비밀번호를 바꾼 사람을 포함해 모두 로그아웃됩니다.',
      submit: '비밀번호 설정하기',
      note: '본인이 변경하셨다면 이 페이지를 닫아 주세요. 비밀번호는 바뀌지 않습니다.',
      done: {
        title: '새 비밀번호가 설정되었습니다',
        text: '모든 기기에서 로그아웃되었습니다. 새 비밀번호로 모아에 로그인한 다음, 본인의 것이 아닌 로그인 수단을 계정에서 삭제해 주세요.',
      },
      gone: {
        title: '더 이상 쓸 수 없는 링크입니다',
        text: '링크는 24시간 동안 한 번만 쓸 수 있으며, 비밀번호가 다시 변경되면 쓸 수 없습니다. 새 링크를 받아 주세요.',
      },
    },
  },
} as const;
