#include <QTest>

#include "ui/chat/chat_lines.h"

using namespace parley;
using namespace parley::ui;
using Status = ChatTranslation::Status;

class TestChatLines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void translations_data()
    {
        QTest::addColumn<QString>("wire");
        QTest::addColumn<Status>("shown");
        QTest::newRow("same") << QStringLiteral("same") << Status::None;
        QTest::newRow("ok") << QStringLiteral("ok") << Status::Translated;
        QTest::newRow("cached") << QStringLiteral("cached") << Status::Translated;
        QTest::newRow("phrasebook") << QStringLiteral("phrasebook") << Status::Translated;
        QTest::newRow("none") << QStringLiteral("none") << Status::NoEngine;
        QTest::newRow("failed") << QStringLiteral("failed") << Status::Failed;
        QTest::newRow("pending") << QStringLiteral("pending") << Status::Pending;
        QTest::newRow("of a newer broker") << QStringLiteral("dreamt") << Status::None;
    }

    void translations()
    {
        QFETCH(QString, wire);
        QFETCH(Status, shown);
        client::ChatMessage message;
        message.translationStatus = wire;
        QCOMPARE(chatEntry(message, QStringLiteral("en"), false).translation.status, shown);
    }

    void neverABadgeOnUntranslatedText()
    {
        client::ChatMessage message;
        message.text = QStringLiteral("hi");
        message.sourceText = QStringLiteral("hi");
        message.translationStatus = QStringLiteral("same");
        const auto entry = chatEntry(message, QStringLiteral("en"), false);
        QVERIFY(!entry.hasOriginal());
        QCOMPARE(entry.translation.status, Status::None);
    }

    void moderation()
    {
        client::ChatMessage message;
        message.moderation = QStringLiteral("mask");
        message.rules = {QStringLiteral("en/mild")};
        const auto entry = chatEntry(message, QStringLiteral("en"), true);
        QCOMPARE(entry.state, ChatState::Changed);
        QCOMPARE(entry.moderation.rule, QStringLiteral("mild (English)"));
        message.moderation = QStringLiteral("allow");
        QCOMPARE(chatEntry(message, QStringLiteral("en"), true).state, ChatState::Published);
    }

    void anApertiumTranslationIsADraft()
    {
        client::ChatMessage message;
        message.translationStatus = QStringLiteral("ok");
        message.engine = QStringLiteral("apertium");
        const auto entry = chatEntry(message, QStringLiteral("en"), false);
        QVERIFY(entry.translation.draft);
        QCOMPARE(entry.translation.engine, QStringLiteral("Apertium"));
    }
};

QTEST_GUILESS_MAIN(TestChatLines)
#include "tst_chat_lines.moc"
