/** What the most used passwords of public leaks are made of, in lower case. */
const words = `
  1004 112233 11223344 12344321 123456789a 123456789q 12345678a 1234567a 123456a 123456q
  123456qwerty 1234abcd 1234qwer 123abc 123qwe 123qweasd 147852369 1q2w3e 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx 1qazxsw2 4321abcd 445566 a123456 a1234567 a12345678 a1b2c3 a1b2c3d4 aa123456 aaron
  abc123 abcabc abcd1234 abcde12345 abcdef abcdefg abcdefgh abcdefghi abigail abracadabra
  access access14 adam adidas admin admin123 admin1234 administrator administrator1 ahmed
  alaska alejandro alexander alexandra allah always amanda amelia america american amorcito
  andrew andrey android angel angels answlrl anthony anybody apple april aragorn ariel arsenal
  asdasd asdf1234 asdfgh asdfghjkl asdqwe ashley august austin autumn avengers azerty
  azertyuiop babyboy babygirl ballet banana bangkok barcelona bart baseball basketball batman
  beatles beijing benjamin berlin bible birthday bismillah black blackberry blahblah blessed
  blink182 blue bluesky bonita bonjour boston brandon brasil brian broncos brother brown
  bulldog busan business butter butterfly california cameron canada captain carlos cartman
  celtics champion changeme changeme1 charlie charlotte cheese cheetah chelsea cherry chicago
  china chlrkd chocolate chouchou christ christian christina christmas christopher church
  cinderella cintaku cisco cocacola coffee company computer contrasena cookie corazon
  corinthians corvette counterstrike cowboys crystal cutie cyber cycling daehan dallas dancer
  daniel danielle darling database david debian december default delhi demo1234 deutschland
  diablo diamond dkssud dkssudgktpdy doctor dodgers doggie doggy dollar dolphin donald doudou
  dragon drummer dumbledore dummy dylan eagles easter elephant elizabeth eminem emma engineer
  england enterprise eric estrella everything example facebook faith falcon family father
  february fernando ferrari fireman fishing flamengo florida flower foobar foobar123 football
  football1 forever fortnite france francisco freedom friday frodo fussball gabriel gabriela
  galaxy gamer gaming gandalf gangster garfield george germany ginger gkrtod gksrnr gladiator
  godfather godisgood golden golfer golfing goodbye google green greenday greenday1 gryffindor
  gucci guest guest123 guitar hacker hacking hallo hallo123 halloween halo hamburger hanguk
  hanoi happy happyday harley harrypotter haslo hawaii heather heaven hello hellokitty
  helloworld hermosa heslo hobbit hockey hogwarts homer honda honey hongkong horse horses
  hotdog hottie houston hunter hunter2 hunting iamgod iamthebest ilovegod iloveu iloveyou
  iloveyou1 iloveyou2 imthebest india indonesia instagram internet iphone ipsum ironman
  isabella italy jackson jaguar jakarta james january japan jasmine jason jennifer jessica
  jesus jesuschrist john johnson jonathan jordan joseph joshua july june justin juventus kakao
  kevin killer kitten kitty korea korea1 kyle labrador lakers laughing lawyer leagueoflegends
  legolas leopard letmein letmein1 letmein123 letmesee letsgo lightning linkedin linkinpark
  linux lion liverpool lkjhgfdsa login london lorem loulou lovely loveme lovers loveyou
  lozinka lucky luckyday macintosh madison madrid malaysia manager manchester manila march
  maria marina marine mario mariposa mark martin master matrix matthew maverick may mcdonalds
  melissa mercedes metallica michael michelle michigan mickey microsoft million millionaire
  minecraft minnie mnbvcxz mohammed monday money monkey monkey1 moscow motdepasse mother
  motorcycle motorola muhammad mumbai music musica mustang mypassword mysql naruto nascar
  nastya natalie natasha nathaniel naver newpassword newyork nicholas nicole nike nintendo
  nirvana nobody nokia nopassword nothing november number1 numberone nurse october office
  olivia opensesame openup oracle orange overwatch p@ssw0rd p@ssword pa$$w0rd pa$$word
  pa55word packers pakistan palmeiras panther paris parol pass123 pass1234 passcode passw0rd
  passwd password password1 password12 passwords passwort passwort1 patrick patrick1 patriots
  paul peace peaceful peanut penguin pepper pepsi peter phoenix phoenix1 pink pinky pizza
  playboy player playstation pocahontas poiuytrewq pokemon police polska poohbear porsche
  postgres postmaster prada predator princesa princess private privet puma pumpkin puppy
  purple pussycat q123456 q1w2e3r4 q1w2e3r4t5 qazwsx qazwsxedc qkrtjdgus qlalfqjsgh qq123456
  qwe123 qweasd qweasdzxc qweqwe qwer1234 qwerty qwertyui qwertyuiop qwertz qwertzuiop racing
  rahasia raiders rainbow ranger realmadrid rebecca redhat redrum redsox richard rlawlsdn
  robert roblox rockstar rollingstones roma root root1234 rosebud rottweiler runescape running
  russia samantha sample samsung samsung123 sarang saranghae saturday sayang scarface schalke
  schatz scooby sebastian secret secret123 secrets security senha123 seoul september sergey
  server sexy sexygirl shadow silver simpsons singapore sister skateboard skating slipknot
  slytherin smile smiley snoopy snowboard snowwhite soccer soldier soleil somebody something
  sonic sophia southpark spain spiderman spock spongebob spring starbucks starcraft startrek
  starwars steelers stephanie steven strawberry student success summer sunday sunshine
  superman superuser surfing suzuki svetlana sweetheart sweetie swimming sysadmin taylor
  teacher teamo teddybear temp temporary tennis tequiero terminator test test123 test1234
  tester testing testtest texas thepassword thomas thunder thursday tiger tigger timothy
  tinkerbell titanic tkfkd tkfkdgo together tokyo toyota trustme trustno1 trustnoone tuesday
  turtle twitter tyler ubuntu unicorn user1234 valentina vanessa vanilla victoria vietnam
  virus voldemort volleyball wachtwoord warcraft warrior webadmin webmaster wednesday welcome
  welcome1 welcome123 welkom welkom01 whatever white whoami whocares william williams windows
  winner winter wjdgus wolverine xbox360 yamaha yankees yellow yourpassword youtube zachary
  zaq12wsx zaq1zaq1 zaqwsx zelda zxcvbn zxcvbnm zxcvbnm1 zxczxc
`;

/** What people put behind a word to make it longer. */
const endings =
  '|1|2|3|7|12|13|21|22|23|69|77|88|99|00|01|007|11|111|123|1234|12345|123456|321|666|777|!|!!|1!|123!|@|@1|@123|#1|.|*|?|1234!|12!|01!'.split(
    '|',
  );

/** Rows and columns of keyboards, the alphabet and the digits, which people walk along. */
const walks = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'qazwsxedcrfvtgbyhnujm',
  '!@#$%^&*()',
  '147258369',
  '741852963',
  '789456123',
  '159753',
  'ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ',
  'ㅁㄴㅇㄹㅎㅗㅓㅏㅣ',
];

const backwards = (text: string) => Array.from(text).toReversed().join('');

const texts = walks.flatMap((walk) => [walk, backwards(walk)]);

let known: ReadonlySet<string> | undefined;

function knownPasswords(): ReadonlySet<string> {
  known ??= new Set(
    words
      .trim()
      .split(/\s+/)
      .flatMap((word) => [...endings.map((ending) => word + ending), word + word]),
  );
  return known;
}

/** Whether a pattern of at most four characters repeats to make all of it. */
function isRepetition(password: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/su.test(password);
}

/** Whether a password is one of those that guessing begins with; upper case makes none better. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  return (
    knownPasswords().has(lower) || isRepetition(lower) || texts.some((text) => text.includes(lower))
  );
}
