/**
 * What the page behind a mailed invitation says beside what all such pages say. `{company}` and
 * `{email}` stand for what the invitation tells.
 */
export const invitationPageTexts = {
  en: {
    title: 'Your invitation',
    lead: 'The invitation is being loaded.',
    company: 'Company',
    role: 'Role',
    roles: {
      owner: 'Owner',
      admin: 'Admin',
      manager: 'Manager',
      member: 'Member',
      viewer: 'Viewer',
    },
    name: 'Name',
    code: 'Code',
    load: 'Try again',
    signIn: 'Accept the invitation',
    signUp: 'Sign up and accept',
    confirm: 'Confirm and accept',
    toSignUp: 'I have no account yet',
    toSignIn: 'I have an account already',
    note: 'If you do not know the company, close this page. Nothing happens.',
    nameRules: 'Others see it. You can change it later.',
    views: {
      notLoaded: {
        title: 'The invitation could not be loaded',
        text: 'Your link is not used up by this.',
      },
      offered: {
        title: 'You are invited to {company}',
        text: 'Enter the password of your Moa account with this address to accept.',
      },
      opening: {
        title: 'Create an account for {company}',
        text: 'The account gets the address that was invited, and accepts with it.',
      },
      opened: {
        title: 'Your account is there',
        text: 'Enter its password once more to accept the invitation to {company}.',
      },
      confirming: {
        title: 'Confirm that it is you',
        text: 'Enter the code that your authenticator app shows now, or one of your recovery codes.',
      },
      again: {
        title: 'Sign in once more',
        text: 'The sign-in has ended before it was confirmed. Enter your password again to accept.',
      },
    },
    outcomes: {
      done: {
        title: 'You are a member of {company}',
        text: 'You can close this page and sign in to Moa.',
      },
      checkMail: {
        title: 'Look into your mail',
        text: 'A mail is on its way to {email}. Follow the link in it, then open the link of the invitation again: it still works.',
      },
      accepted: {
        title: 'The invitation was accepted already',
        text: 'It works once. If it was you who accepted it, sign in to Moa: {company} is there.',
      },
      revoked: {
        title: 'The invitation was withdrawn',
        text: 'Ask {company} for another if you still want to join.',
      },
      expired: {
        title: 'The invitation has expired',
        text: 'It works for 7 days. Ask {company} to send you another.',
      },
      replaced: {
        title: 'The link was replaced by a newer one',
        text: 'The invitation was mailed again. Open the link in the newest mail.',
      },
      unknown: {
        title: 'There is no such invitation',
        text: 'Open the link in the mail again. If that does not help, ask who invited you for another.',
      },
      otherAddress: {
        title: 'The invitation is for another address',
        text: 'Your account does not have the address {email} any more. Ask {company} to invite the address that it has now.',
      },
      companyClosed: {
        title: '{company} is closed',
        text: 'Nobody can join it any more.',
      },
      companySuspended: {
        title: '{company} is suspended',
        text: 'Nobody can join it at the moment. Open the link again later, before the invitation expires.',
      },
      alreadyMember: {
        title: 'You are a member already',
        text: 'Sign in to Moa: {company} is there.',
      },
      companyFull: {
        title: '{company} is full',
        text: 'It has as many members as a company can have. Ask one of its admins to make room, then open the link again.',
      },
      accountSuspended: {
        title: 'Your account is suspended',
        text: 'Ask the administrators of Moa. While it is suspended, it cannot accept.',
      },
    },
    faults: {
      emptyName: 'Enter your name.',
      emptyCode: 'Enter a code.',
      badName: 'This name cannot be used. Enter 1 to 80 characters that can be seen.',
      wrongPassword:
        'The password is wrong, or the account is not verified yet. If it is not, follow the link in the mail about that first.',
      wrongCode: 'The code is wrong, or was used before. Enter the one that the app shows now.',
    },
  },
  ko: {
    title: '초대',
    lead: '초대를 불러오는 중입니다.',
    company: '회사',
    role: '역할',
    roles: {
      owner: '소유자',
      admin: '관리자',
      manager: '매니저',
      member: '멤버',
      viewer: '뷰어',
    },
    name: '이름',
    code: '코드',
    load: '다시 시도하기',
    signIn: '초대 수락하기',
    signUp: '가입하고 수락하기',
    confirm: '확인하고 수락하기',
    toSignUp: '아직 계정이 없습니다',
    toSignIn: '이미 계정이 있습니다',
    note: '모르는 회사라면 이 페이지를 닫아 주세요. 아무 일도 일어나지 않습니다.',
    nameRules: '다른 사람에게 표시되며 나중에 바꿀 수 있습니다.',
    views: {
      notLoaded: {
        title: '초대를 불러오지 못했습니다',
        text: '링크는 아직 사용되지 않았습니다.',
      },
      offered: {
        title: '{company}에서 초대했습니다',
        text: '이 주소로 가입한 모아 계정의 비밀번호를 입력하고 수락해 주세요.',
      },
      opening: {
        title: '{company}에 참여할 계정 만들기',
        text: '초대받은 주소로 계정을 만들고 바로 초대를 수락합니다.',
      },
      opened: {
        title: '계정이 만들어졌습니다',
        text: '비밀번호를 한 번 더 입력하고 {company}의 초대를 수락해 주세요.',
      },
      confirming: {
        title: '본인 확인',
        text: '인증 앱에 지금 표시된 코드나 복구 코드 중 하나를 입력해 주세요.',
      },
      again: {
        title: '다시 로그인해 주세요',
        text: '본인 확인 전에 로그인이 만료되었습니다. 비밀번호를 다시 입력하고 수락해 주세요.',
      },
    },
    outcomes: {
      done: {
        title: '{company}의 구성원이 되었습니다',
        text: '이 페이지를 닫고 모아에 로그인해 주세요.',
      },
      checkMail: {
        title: '메일을 확인해 주세요',
        text: '{email} 주소로 메일을 보냈습니다. 메일에 있는 링크를 연 다음 초대 링크를 다시 열어 주세요. 초대 링크는 아직 쓸 수 있습니다.',
      },
      accepted: {
        title: '이미 수락된 초대입니다',
        text: '초대는 한 번만 쓸 수 있습니다. 직접 수락하셨다면 이제 모아에 로그인해 {company}에 들어갈 수 있습니다.',
      },
      revoked: {
        title: '취소된 초대입니다',
        text: '참여하려면 {company}에 새 초대를 요청해 주세요.',
      },
      expired: {
        title: '만료된 초대입니다',
        text: '초대는 7일 동안 쓸 수 있습니다. {company}에 새 초대를 요청해 주세요.',
      },
      replaced: {
        title: '새 링크로 바뀐 초대입니다',
        text: '초대 메일이 다시 발송되었습니다. 가장 최근 메일에 있는 링크를 열어 주세요.',
      },
      unknown: {
        title: '찾을 수 없는 초대입니다',
        text: '메일에 있는 링크를 다시 열어 주세요. 그래도 안 되면 초대한 분에게 새 초대를 요청해 주세요.',
      },
      otherAddress: {
        title: '다른 주소로 보낸 초대입니다',
        text: '계정의 주소가 더 이상 {email} 주소가 아닙니다. 지금 주소로 초대해 달라고 {company}에 요청해 주세요.',
      },
      companyClosed: {
        title: '{company}: 폐쇄된 회사입니다',
        text: '더 이상 참여할 수 없습니다.',
      },
      companySuspended: {
        title: '{company}: 이용이 정지된 회사입니다',
        text: '지금은 참여할 수 없습니다. 초대가 만료되기 전에 링크를 다시 열어 주세요.',
      },
      alreadyMember: {
        title: '이미 구성원입니다',
        text: '모아에 로그인하면 {company}에 들어갈 수 있습니다.',
      },
      companyFull: {
        title: '{company}: 정원이 찼습니다',
        text: '회사가 둘 수 있는 구성원 수를 다 채웠습니다. 회사 관리자에게 자리를 비워 달라고 요청한 다음 링크를 다시 열어 주세요.',
      },
      accountSuspended: {
        title: '이용이 정지된 계정입니다',
        text: '모아 관리자에게 문의해 주세요. 정지된 동안에는 초대를 수락할 수 없습니다.',
      },
    },
    faults: {
      emptyName: '이름을 입력해 주세요.',
      emptyCode: '코드를 입력해 주세요.',
      badName: '사용할 수 없는 이름입니다. 눈에 보이는 글자로 1~80자를 입력해 주세요.',
      wrongPassword:
        '비밀번호가 다르거나 아직 인증하지 않은 계정입니다. 인증하지 않으셨다면 인증 메일에 있는 링크를 먼저 열어 주세요.',
      wrongCode: '코드가 다르거나 이미 사용되었습니다. 앱에 지금 표시된 코드를 입력해 주세요.',
    },
  },
} as const;
