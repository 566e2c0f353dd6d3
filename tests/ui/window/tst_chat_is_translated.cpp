#include <QJsonArray>

#include "server/client/chat_message.h"
#include "tests/support/raw_http.h"
#include "tests/ui/window/real_window.h"
#include "ui/chat/composer.h"
#include "ui/views/chat_model.h"
#include "ui/views/chat_view.h"

using namespace Qt::StringLiterals;
using namespace parley;
using namespace parley::test;

// What a person writes in Spanish, an English reader sees in English, by the real Apertium; what no
// engine here can translate arrives in the original and says so.
class TestChatIsTranslated : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void spanishIsReadInEnglish();
    void theOriginalIsOneKeyAway();
    void thePhrasebookKnowsSomeJapanese();
    void otherJapaneseArrivesInTheOriginalAndSaysWhy();
    void aListedWordIsMasked();

private:
    ui::ChatView *view() const { return m_real.window().findChild<ui::ChatView *>(); }
    void say(const QString &text);
    //! The published line whose original ends so; null until it came.
    const ui::ChatEntry *line(const QString &original) const;
    const ui::ChatEntry *waitFor(const QString &original) const;

    RealWindow m_real;
};

namespace {

const QString kSpanish = u"La casa está cerca de la estación."_s;

} // namespace

void TestChatIsTranslated::initTestCase()
{
    failOnQtWarnings();
    const QString problem = m_real.open();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    const QJsonObject room{{u"name"_s, u"plaza"_s},
                           {u"languages"_s, QJsonArray{u"en"_s, u"es"_s, u"ja"_s}}};
    QCOMPARE(ask(m_real.broker().port(), m_real.ownerToken(), "POST", "/v1/rooms", room).status,
             201);
    m_real.openPage(u"Chat"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_real.hasButton(u"Send"_s), RealWindow::kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(view()->emptyText(), u"Nobody has said anything yet. Say hello."_s,
                              RealWindow::kPatienceMs);
    auto *reading = m_real.named<QComboBox>(u"Language you read this room in"_s);
    QVERIFY(reading);
    QCOMPARE(reading->currentData().toString(), u"en"_s);
}

void TestChatIsTranslated::say(const QString &text)
{
    auto *composer = m_real.window().findChild<ui::Composer *>();
    QVERIFY(composer);
    composer->insertPlainText(text);
    QTest::keyClick(composer, Qt::Key_Return);
    QVERIFY(composer->toPlainText().isEmpty());
}

const ui::ChatEntry *TestChatIsTranslated::line(const QString &original) const
{
    const ui::ChatModel &model = *view()->model();
    for (int i = 0; i < model.count(); ++i) {
        const ui::ChatEntry &entry = model.at(i);
        const QString written = entry.hasOriginal() ? entry.originalText : entry.text;
        const bool published
            = entry.state == ui::ChatState::Published || entry.state == ui::ChatState::Changed;
        if (entry.kind == ui::ChatKind::Message && published && written.endsWith(original))
            return &entry;
    }
    return nullptr;
}

const ui::ChatEntry *TestChatIsTranslated::waitFor(const QString &original) const
{
    return QTest::qWaitFor([&] { return line(original) != nullptr; }, RealWindow::kPatienceMs)
        ? line(original)
        : nullptr;
}

void TestChatIsTranslated::spanishIsReadInEnglish()
{
    say(kSpanish);
    const ui::ChatEntry *entry = waitFor(kSpanish);
    QVERIFY(entry);
    QVERIFY2(entry->text.contains(u"house"_s), qPrintable(entry->text));
    QCOMPARE(entry->sourceLanguage, u"es"_s);
    QCOMPARE(entry->targetLanguage, u"en"_s);
    QVERIFY(entry->translation.status == ui::ChatTranslation::Status::Translated);
    QVERIFY(entry->translation.draft); // and the label says that a machine wrote it
    QVERIFY(entry->mine);
}

void TestChatIsTranslated::theOriginalIsOneKeyAway()
{
    const ui::ChatEntry *entry = line(kSpanish);
    QVERIFY(entry);
    view()->scrollToMessage(entry->id);
    QVERIFY(view()->model()->shownText(*entry) != kSpanish);
    QTest::keyClick(view(), Qt::Key_O);
    QCOMPARE(view()->model()->shownText(*entry), kSpanish);
    QTest::keyClick(view(), Qt::Key_O);
    QVERIFY(view()->model()->shownText(*entry) != kSpanish);
}

void TestChatIsTranslated::thePhrasebookKnowsSomeJapanese()
{
    say(u"おはようございます"_s);
    const ui::ChatEntry *entry = waitFor(u"おはようございます"_s);
    QVERIFY(entry);
    QCOMPARE(entry->text, u"Good morning"_s);
    QVERIFY(entry->translation.status == ui::ChatTranslation::Status::Translated);
    QVERIFY(!entry->translation.draft);
}

void TestChatIsTranslated::otherJapaneseArrivesInTheOriginalAndSaysWhy()
{
    const QString text = u"明日の会議は三階です"_s;
    say(text);
    const ui::ChatEntry *entry = waitFor(text);
    QVERIFY(entry);
    QCOMPARE(entry->text, text);
    QVERIFY(entry->translation.status == ui::ChatTranslation::Status::NoEngine);
    QVERIFY2(entry->translation.reason.contains(u"no engine"_s),
             qPrintable(entry->translation.reason));
}

void TestChatIsTranslated::aListedWordIsMasked()
{
    say(u"Damn, I forgot my umbrella."_s);
    const ui::ChatEntry *entry = waitFor(u", I forgot my umbrella."_s);
    QVERIFY(entry);
    QVERIFY2(!entry->text.contains(u"Damn"_s), qPrintable(entry->text));
    QVERIFY(entry->state == ui::ChatState::Changed);
    QCOMPARE(entry->moderation.action, u"masked"_s);
}

QTEST_MAIN(TestChatIsTranslated)
#include "tst_chat_is_translated.moc"
