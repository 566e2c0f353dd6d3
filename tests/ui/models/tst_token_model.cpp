#include <QAbstractItemModelTester>
#include <QTest>

#include "ui/models/attempt_model.h"
#include "ui/models/message_model.h"
#include "ui/models/subscriber_model.h"
#include "ui/models/token_filter.h"
#include "ui/models/token_model.h"
#include "ui/models/token_text.h"
#include "ui/models/webhook_model.h"

using namespace parley;
using namespace parley::ui;

// The tables that are refreshed as a whole; how rows move is tested in tst_topic_model.
class TestTokenModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatATokenMay_data()
    {
        QTest::addColumn<QString>("role");
        QTest::addColumn<int>("selector");
        QTest::addColumn<QString>("text");
        QTest::newRow("one topic")
            << QStringLiteral("publish") << 0 << QStringLiteral("publish to w");
        QTest::newRow("a prefix") << QStringLiteral("subscribe") << 1 << QStringLiteral("read w*");
        QTest::newRow("all") << QStringLiteral("both") << 2
                             << QStringLiteral("publish to and read all topics");
    }

    void saysWhatATokenMay()
    {
        QFETCH(QString, role);
        QFETCH(int, selector);
        QFETCH(QString, text);
        client::GrantInfo grant;
        grant.role = role;
        grant.selector = static_cast<client::GrantInfo::Selector>(selector);
        grant.topic = QStringLiteral("w");
        QCOMPARE(grantText(grant), text);
    }

    void tokensNewestFirst()
    {
        TokenModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        client::TokenInfo old;
        old.id = QStringLiteral("tok_1");
        old.state = QStringLiteral("revoked");
        client::TokenInfo young;
        young.id = QStringLiteral("tok_2");
        young.admin = true;
        young.state = QStringLiteral("active");
        model.setTokens({old, young});
        QCOMPARE(model.row(0).id, young.id);
        QCOMPARE(model.index(0, TokenModel::Allows).data().toString(),
                 QStringLiteral("everything (admin)"));
        QCOMPARE(model.index(1, TokenModel::Allows).data().toString(), QStringLiteral("nothing"));
        QVERIFY(model.index(1, 0).data(TokenModel::MutedRole).toBool());
    }

    void warnsInWordsAndFilters()
    {
        TokenModel model;
        TokenFilter filter(model);
        const QAbstractItemModelTester tester(
            &filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        client::TokenInfo key;
        key.id = QString(64, QLatin1Char('x'));
        key.label = QStringLiteral("<b>Owner</b>");
        key.state = QStringLiteral("active");
        key.warnings = {QStringLiteral("never_expires"), QStringLiteral("of_tomorrow")};
        client::TokenInfo member;
        member.id = QStringLiteral("tok_1");
        member.kind = QStringLiteral("disposable");
        member.issuer = key.id;
        member.templateName = QStringLiteral("chat-member");
        member.state = QStringLiteral("used");
        model.setTokens({key, member});
        QCOMPARE(filter.rowCount(), 1); // active ones
        QCOMPARE(filter.index(0, TokenModel::Label).data().toString(), key.label);
        QCOMPARE(filter.index(0, TokenModel::Warnings).data().toString(),
                 QStringLiteral("⚠ never expires and 1 more"));
        QVERIFY(filter.index(0, TokenModel::Warnings)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(QStringLiteral("of tomorrow")));
        filter.setState({});
        filter.setKind(QStringLiteral("disposable"));
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.index(0, TokenModel::From).data().toString(),
                 QStringLiteral("<b>Owner</b> via chat-member"));
        filter.setText(QStringLiteral("nobody"));
        QCOMPARE(filter.rowCount(), 0);
        filter.setText(QStringLiteral("CHAT-"));
        QCOMPARE(filter.rowCount(), 1);
    }

    void theOthersAreWellFormed()
    {
        WebhookModel webhooks;
        SubscriberModel subscribers;
        AttemptModel attempts;
        MessageModel messages;
        const auto mode = QAbstractItemModelTester::FailureReportingMode::Fatal;
        const QAbstractItemModelTester one(&webhooks, mode);
        const QAbstractItemModelTester two(&subscribers, mode);
        const QAbstractItemModelTester three(&attempts, mode);
        const QAbstractItemModelTester four(&messages, mode);
        client::WebhookInfo webhook;
        webhook.id = QStringLiteral("w");
        webhook.url = QStringLiteral("function:echo");
        webhooks.setWebhooks({webhook});
        QCOMPARE(webhooks.index(0, WebhookModel::Target).data().toString(),
                 QStringLiteral("function echo"));
        client::SubscriberInfo subscriber;
        subscriber.connectionId = QStringLiteral("7");
        subscribers.setRows({subscriber});
        QCOMPARE(subscribers.rowCount(), 1);
        client::AttemptInfo attempt;
        attempt.outcome = QStringLiteral("http_5xx");
        attempt.httpStatus = 503;
        QCOMPARE(AttemptModel::outcomeText(attempt), QStringLiteral("503 http 5xx"));
        attempts.setRows({attempt});
        QCOMPARE(attempts.rowCount(), 1);
    }

    void messagesAreBounded()
    {
        MessageModel model;
        QList<client::Item> items;
        for (int i = 1; i <= MessageModel::kMaxRows + 50; ++i) {
            client::Item item;
            item.position = {1, quint64(i)};
            items.append(item);
        }
        model.setItems(items);
        QCOMPARE(model.rowCount(), MessageModel::kMaxRows);
        QCOMPARE(model.row(0).position.sequence, quint64(MessageModel::kMaxRows + 50));
    }
};

QTEST_GUILESS_MAIN(TestTokenModel)
#include "tst_token_model.moc"
