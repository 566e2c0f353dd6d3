#include <QTest>

#include "server/functions/text/word_list_moderator.h"

using namespace parley;
using namespace parley::functions;

Q_DECLARE_METATYPE(parley::ModerationAction)

namespace {

constexpr std::string_view kEnglish
    = "@language en\n@category mild 1 mask\ndrat\nfudge\ngosh\nbum\n"
      "toot\npoop*\n*weasel*\n@category insult 2 block\nblockword\n"
      "two words\n@allow\npoopdeck\n";
constexpr std::string_view kSpanish = "@language es\n@category mild 1 mask\ncaramba\n";
constexpr std::string_view kJapanese
    = "@language ja\n@category mild 1 mask\nくそ\nばか\n@allow\nくそまじめ\n";

std::unique_ptr<WordListModerator> makeModerator()
{
    std::vector<WordList> lists;
    for (const std::string_view text : {kEnglish, kSpanish, kJapanese})
        lists.push_back(*WordList::parse(text));
    return std::move(*WordListModerator::make(lists));
}

const std::vector<std::string> kAll{"en", "es", "ja"};
const ModerationPolicy kNoRules;

} // namespace

class TestWordListModerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsTooLong();
    void worstTextsAreBounded_data();
    void worstTextsAreBounded();
    void invalidBytesDoNotHurt_data();
    void invalidBytesDoNotHurt();
    void hits_data();
    void hits();
    void clean_data();
    void clean();
    void masksWholeGraphemes_data();
    void masksWholeGraphemes();
    void addressesAreFlaggedOnly_data();
    void addressesAreFlaggedOnly();
    void bidiOverridesAndZalgoAreFlagged();
    void onlyListsOfTheGivenLanguagesCount();
    void strictestFindingDecides();
    void findingsSayRuleAndPlace();

private:
    std::unique_ptr<WordListModerator> m_moderator = makeModerator();
};

void TestWordListModerator::refusesWhatIsTooLong()
{
    QVERIFY(
        m_moderator->judge(std::string(WordListModerator::kMaxTextBytes, 'a'), {kAll, kNoRules}));
    const auto verdict = m_moderator->judge(std::string(WordListModerator::kMaxTextBytes + 1, 'a'),
                                            {kAll, kNoRules});
    QVERIFY(!verdict);
    QCOMPARE(verdict.error().code, ErrorCode::PayloadTooLarge);
}

void TestWordListModerator::worstTextsAreBounded_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("single letters and spaces") << QByteArray("d r a t ");
    QTest::newRow("single letters of a wildcard") << QByteArray("w e a s e ");
    QTest::newRow("one letter") << QByteArray("o");
    QTest::newRow("ambiguous signs") << QByteArray("1!|");
    QTest::newRow("signs of a term") << QByteArray("7007");
    QTest::newRow("punctuation between letters") << QByteArray("t.o.o.");
    QTest::newRow("term after term") << QByteArray("drat toot bum ");
    QTest::newRow("wildcard after wildcard") << QByteArray("weasel");
    QTest::newRow("allowed after allowed") << QByteArray("poopdeck ");
    QTest::newRow("kana of a term") << QByteArray("くそ");
    QTest::newRow("kana with separators") << QByteArray("く ");
    QTest::newRow("kana with length marks") << QByteArray("くー");
    QTest::newRow("combining marks") << QByteArray("a\xcc\x80\xcc\x80\xcc\x80\xcc\x80");
    QTest::newRow("zero-width") << QByteArray("d\xe2\x80\x8c");
    QTest::newRow("the longest decomposition") << QByteArray("\xef\xb7\xba");
    QTest::newRow("addresses") << QByteArray("http://drat/ `");
    QTest::newRow("invalid bytes") << QByteArray("\xff\xc3\xe3\x81");
}

void TestWordListModerator::worstTextsAreBounded()
{
    QFETCH(QByteArray, pattern);
    const QByteArray text
        = pattern.repeated(int(WordListModerator::kMaxTextBytes) / int(pattern.size()));
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict); // nothing of this length reaches the limit on work
    // Counted, not timed: 64 cells of window, two trees, three readings, and what follows.
    QVERIFY2(verdict->steps < WordListModerator::kMaxSteps / 2,
             qPrintable(QString::number(verdict->steps)));
    QVERIFY(verdict->findings.size() <= WordListModerator::kMaxFindings);
}

void TestWordListModerator::invalidBytesDoNotHurt_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one continuation byte") << QByteArray("\x80");
    QTest::newRow("cut off") << QByteArray("abc\xe3\x81");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80");
    QTest::newRow("only marks") << QByteArray("\xcc\x80\xcc\x80");
    QTest::newRow("only separators") << QByteArray(" . , - ");
    QTest::newRow("voicing mark alone") << QByteArray("\xe3\x82\x99");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
}

void TestWordListModerator::invalidBytesDoNotHurt()
{
    QFETCH(QByteArray, text);
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(verdict->action, ModerationAction::Allow);
    QCOMPARE(verdict->text, text.toStdString());
}

void TestWordListModerator::hits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("Drat, missed it");
    QTest::newRow("capitals") << QByteArray("DRAT");
    QTest::newRow("zero-width non-joiner") << QByteArray("dr\xe2\x80\x8c"
                                                         "at");
    QTest::newRow("soft hyphen") << QByteArray("dr\xc2\xad"
                                               "at");
    QTest::newRow("digit for a letter") << QByteArray("fudg3 cake");
    QTest::newRow("currency for a letter") << QByteArray("fudg€ cake");
    QTest::newRow("sign for a letter") << QByteArray("dr@t");
    QTest::newRow("dollar") << QByteArray("go$h");
    QTest::newRow("Cyrillic o") << QByteArray("gоsh");
    QTest::newRow("Greek o") << QByteArray("gοsh");
    QTest::newRow("small capitals") << QByteArray("ɢᴏꜱʜ");
    QTest::newRow("fullwidth") << QByteArray("ｇｏｓｈ");
    QTest::newRow("circled") << QByteArray("ⓖⓞⓢⓗ");
    QTest::newRow("negative squared") << QByteArray("🅶🅾🆂🅷");
    QTest::newRow("mathematical bold") << QByteArray("𝐠𝐨𝐬𝐡");
    QTest::newRow("spaced") << QByteArray("g o s h");
    QTest::newRow("spaced and repeated") << QByteArray("gg ooo s h");
    QTest::newRow("dotted") << QByteArray("g.o.s.h");
    QTest::newRow("dashed") << QByteArray("oh go-sh!");
    QTest::newRow("apostrophes between letters") << QByteArray("g'o's'h");
    QTest::newRow("repeated") << QByteArray("tooooooot");
    QTest::newRow("repeated 500 times") << "t" + QByteArray(500, 'o') + "t";
    QTest::newRow("accents") << QByteArray("CARAMBÀ");
    QTest::newRow("combining accents") << QByteArray("d\xcc\x81r\xcc\x81"
                                                     "at");
    QTest::newRow("wildcard behind") << QByteArray("pooping");
    QTest::newRow("wildcard around") << QByteArray("you superweaselish one");
    QTest::newRow("before an exclamation mark") << QByteArray("drat!you");
    QTest::newRow("with digits behind") << QByteArray("drat123");
    QTest::newRow("in brackets") << QByteArray("(drat)");
    QTest::newRow("hashtag") << QByteArray("#drat");
    QTest::newRow("two words, two spaces") << QByteArray("Two  words");
    QTest::newRow("hiragana") << QByteArray("このくそ");
    QTest::newRow("katakana") << QByteArray("クソ");
    QTest::newRow("half-width katakana") << QByteArray("ｸｿ");
    QTest::newRow("kana with a dot") << QByteArray("く・そ");
    QTest::newRow("kana with a length mark") << QByteArray("くーそ");
    QTest::newRow("voiced, decomposed") << QByteArray("は\xe3\x82\x99か");
}

void TestWordListModerator::hits()
{
    QFETCH(QByteArray, text);
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict);
    QVERIFY(verdict->action >= ModerationAction::Mask);
    QVERIFY(verdict->text != text.toStdString());
    QVERIFY(verdict->text.find('*') != std::string::npos);
    const auto again = m_moderator->judge(verdict->text, {kAll, kNoRules});
    QVERIFY(again);
    QCOMPARE(again->action, ModerationAction::Allow); // what is masked is clean
}

void TestWordListModerator::clean_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("inside words") << QByteArray("hydration break, quadratic");
    QTest::newRow("rn is not m") << QByteArray("burn the disc");
    QTest::newRow("number") << QByteArray("room 7007");
    QTest::newRow("price") << QByteArray("$700, 7007 €, 2007");
    QTest::newRow("words that meet") << QByteArray("so go shopping");
    QTest::newRow("one o is not two") << QByteArray("tiny tot");
    QTest::newRow("accent on another word") << QByteArray("tót");
    QTest::newRow("voiced kana") << QByteArray("ぐそくを着る");
    QTest::newRow("allowed Japanese compound") << QByteArray("くそまじめな人");
    QTest::newRow("across two words") << QByteArray("たくそう料");
    QTest::newRow("across a full stop") << QByteArray("良く。そして");
    QTest::newRow("katakana loanword") << QByteArray("エクソシスト");
    QTest::newRow("other kana word") << QByteArray("バカンスに行く");
    QTest::newRow("particle") << QByteArray("そればかり言う");
    QTest::newRow("allowed") << QByteArray("the poopdeck");
    QTest::newRow("address") << QByteArray("drat@example.org");
    QTest::newRow("contraction") << QByteArray("he'll to'ot");
    QTest::newRow("Hangul") << QByteArray("안녕하세요");
    QTest::newRow("Arabic") << QByteArray("مرحبا بالعالم");
    QTest::newRow("emoji") << QByteArray("👍🏽 👨‍👩‍👧 🇪🇸");
    QTest::newRow("stars") << QByteArray("**** and ***");
}

void TestWordListModerator::clean()
{
    QFETCH(QByteArray, text);
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(verdict->action, ModerationAction::Allow);
    QCOMPARE(verdict->text, text.toStdString());
    QVERIFY(verdict->findings.empty());
}

void TestWordListModerator::masksWholeGraphemes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("masked");
    QTest::newRow("plain") << QByteArray("Drat, missed it") << QByteArray("****, missed it");
    QTest::newRow("zero-width goes along") << QByteArray("a dr\xe2\x80\x8c"
                                                         "at b")
                                           << QByteArray("a **** b");
    QTest::newRow("combining goes along")
        << QByteArray("dra\xcc\x81t\xcc\x80!") << QByteArray("****!");
    QTest::newRow("mark behind the term") << QByteArray("drat\xcc\x80 x") << QByteArray("**** x");
    QTest::newRow("voiced kana") << QByteArray("は\xe3\x82\x99か") << QByteArray("**");
    QTest::newRow("wildcard takes the word")
        << QByteArray("pooping on") << QByteArray("******* on");
    QTest::newRow("twice") << QByteArray("drat bum") << QByteArray("**** ***");
    QTest::newRow("overlap") << QByteArray("weaselpoop") << QByteArray("**********");
    QTest::newRow("line break stays") << QByteArray("two\nwords") << QByteArray("***\n*****");
}

void TestWordListModerator::masksWholeGraphemes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, masked);
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(QByteArray::fromStdString(verdict->text), masked);
    for (const ByteSpan &span : verdict->masked)
        QCOMPARE(verdict->text[span.begin], '*');
}

void TestWordListModerator::addressesAreFlaggedOnly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("URL") << QByteArray("https://example.org/fudge");
    QTest::newRow("www") << QByteArray("see www.fudge.example now");
    QTest::newRow("code") << QByteArray("type `drat = 1` there");
    QTest::newRow("blocked word in a URL") << QByteArray("https://example.org/blockword");
}

void TestWordListModerator::addressesAreFlaggedOnly()
{
    QFETCH(QByteArray, text);
    const auto verdict = m_moderator->judge(text.toStdString(), {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(verdict->action, ModerationAction::Allow);
    QCOMPARE(verdict->text, text.toStdString());
    QCOMPARE(verdict->findings.size(), std::size_t(1));
    QCOMPARE(verdict->findings.front().action, ModerationAction::Allow);
    QVERIFY(verdict->findings.front().severity > 0);
}

void TestWordListModerator::bidiOverridesAndZalgoAreFlagged()
{
    const auto bidi = m_moderator->judge("a \xe2\x80\xaetard", {kAll, kNoRules});
    QVERIFY(bidi);
    QCOMPARE(bidi->findings.front().rule, std::string("text/bidi-override"));
    std::string zalgo = "a";
    for (int i = 0; i < 9; ++i)
        zalgo += "\xcc\x80";
    const auto marked = m_moderator->judge(zalgo, {kAll, kNoRules});
    QVERIFY(marked);
    QCOMPARE(marked->findings.front().rule, std::string("text/zalgo"));
    QCOMPARE(marked->action, ModerationAction::Allow);
}

void TestWordListModerator::onlyListsOfTheGivenLanguagesCount()
{
    const std::vector<std::string> english{"en", "xx"};
    QCOMPARE(m_moderator->judge("caramba", {english, kNoRules})->action, ModerationAction::Allow);
    QCOMPARE(m_moderator->judge("drat", {english, kNoRules})->action, ModerationAction::Mask);
    QCOMPARE(m_moderator->judge("drat", {{}, kNoRules})->action, ModerationAction::Allow);
}

void TestWordListModerator::strictestFindingDecides()
{
    const auto verdict = m_moderator->judge("drat, blockword", {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(verdict->action, ModerationAction::Block);
    QCOMPARE(verdict->findings.size(), std::size_t(2));
}

void TestWordListModerator::findingsSayRuleAndPlace()
{
    const auto verdict = m_moderator->judge("oh gosh, drat", {kAll, kNoRules});
    QVERIFY(verdict);
    QCOMPARE(verdict->findings.size(), std::size_t(2));
    const ModerationFinding &first = verdict->findings.front();
    QCOMPARE(first.rule, std::string("en/mild"));
    QCOMPARE(first.category, std::string("mild"));
    QCOMPARE(first.severity, 1);
    QCOMPARE(first.span, (ByteSpan{3, 7}));
}

QTEST_APPLESS_MAIN(TestWordListModerator)
#include "tst_word_list_moderator.moc"
