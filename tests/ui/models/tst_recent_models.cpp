#include <QAbstractItemModelTester>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/audit_difference.h"
#include "ui/models/audit_model.h"
#include "ui/models/delivery_model.h"

using namespace parley;
using namespace parley::ui;

class TestRecentModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<DeliveryModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void oneInsertForMany()
    {
        QSignalSpy inserts(m_model.get(), &QAbstractItemModel::rowsInserted);
        for (int i = 0; i < 1000; ++i)
            m_model->put(delivery(i));
        QCOMPARE(m_model->rowCount(), 0); // nothing before the flush
        QTRY_COMPARE(m_model->rowCount(), 1000);
        QCOMPARE(inserts.size(), 1);
        QCOMPARE(m_model->row(0).id, delivery(999).id); // newest first
    }

    void theSameIdUpdatesInPlace()
    {
        m_model->put(delivery(1));
        m_model->put(delivery(2));
        m_model->flush();
        auto changed = delivery(1);
        changed.state = QStringLiteral("dead");
        changed.reason = QStringLiteral("exhausted");
        m_model->put(changed);
        m_model->put(changed); // twice within one flush
        m_model->flush();
        QCOMPARE(m_model->rowCount(), 2);
        const auto state = m_model->index(1, DeliveryModel::State);
        QCOMPARE(state.data().toString(), QStringLiteral("Failed: all attempts are used up"));
        QCOMPARE(state.data(DeliveryModel::StateRole).toString(), QStringLiteral("dead"));
    }

    void theOldestFallOut()
    {
        for (int i = 0; i < DeliveryModel::kMaxRows; ++i)
            m_model->put(delivery(i));
        m_model->flush();
        for (int i = 0; i < 10; ++i)
            m_model->put(delivery(DeliveryModel::kMaxRows + i));
        m_model->flush();
        QCOMPARE(m_model->rowCount(), DeliveryModel::kMaxRows);
        QCOMPARE(m_model->droppedRows(), 10u);
        QCOMPARE(m_model->indexOf(delivery(9).id), -1);
        QCOMPARE(m_model->indexOf(delivery(10).id), DeliveryModel::kMaxRows - 1);
    }

    void aBurstIsBoundedBeforeTheFlush()
    {
        for (int i = 0; i < DeliveryModel::kMaxRows * 2; ++i)
            m_model->put(delivery(i));
        m_model->flush();
        QCOMPARE(m_model->rowCount(), DeliveryModel::kMaxRows);
    }

    void olderPagesComeBelow()
    {
        m_model->put(delivery(50));
        m_model->appendOlder({delivery(50), delivery(49), delivery(48)});
        QCOMPARE(m_model->rowCount(), 3);
        QCOMPARE(m_model->row(2).id, delivery(48).id);
        m_model->appendOlder({});
        m_model->appendOlder({delivery(49)});
        QCOMPARE(m_model->rowCount(), 3);
        m_model->clear();
        QCOMPARE(m_model->rowCount(), 0);
    }

    void namesOfWebhooksMayComeLater()
    {
        m_model->put(delivery(1));
        m_model->flush();
        QCOMPARE(m_model->index(0, DeliveryModel::Webhook).data().toString(),
                 QStringLiteral("whk"));
        m_model->setWebhookNames({{QStringLiteral("whk"), QStringLiteral("Shop")}});
        QCOMPARE(m_model->index(0, DeliveryModel::Webhook).data().toString(),
                 QStringLiteral("Shop"));
    }

    void auditIsTheSame()
    {
        AuditModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        client::AuditInfo act;
        act.id = 1;
        act.action = QStringLiteral("topic.created");
        model.put(act);
        model.put(act);
        model.flush();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, AuditModel::Action).data().toString(), act.action);
    }

    void auditSpeaksOfNames()
    {
        AuditModel model;
        client::AuditInfo act;
        act.id = 1;
        act.actor = QStringLiteral("tok_1");
        act.object = QStringLiteral("whk_1");
        act.after
            = QJsonDocument::fromJson(
                  R"({"id":"whk_1","createdAt":5,"name":"Shop","topic":"orders","languages":["en","es"],"admin":false})")
                  .object();
        model.put(act);
        model.flush();
        const auto text = [&model](AuditModel::Column column, int role = Qt::DisplayRole) {
            return model.index(0, column).data(role).toString();
        };
        QCOMPARE(text(AuditModel::Actor), QStringLiteral("tok_1")); // not known yet
        model.setNames({{QStringLiteral("tok_1"), QStringLiteral("Owner")},
                        {QStringLiteral("whk_1"), QStringLiteral("Shop")}});
        QCOMPARE(text(AuditModel::Actor), QStringLiteral("Owner"));
        QCOMPARE(text(AuditModel::Object), QStringLiteral("Shop"));
        QCOMPARE(text(AuditModel::Object, Qt::ToolTipRole), QStringLiteral("whk_1"));
        QCOMPARE(text(AuditModel::Detail), QStringLiteral("languages: en, es  ·  topic: orders"));
        act.before = {{QStringLiteral("topic"), QStringLiteral("<b>weather</b>")}};
        QVERIFY(auditSummary(act).contains(QStringLiteral("topic: <b>weather</b> → orders")));
        act.outcome = QStringLiteral("refused");
        act.code = QStringLiteral("permission_denied");
        act.count = 12;
        QCOMPARE(AuditModel::outcomeText(act), QStringLiteral("refused ×12"));
        QVERIFY(auditSummary(act).startsWith(QStringLiteral("permission denied")));
    }

private:
    static client::DeliveryInfo delivery(int number)
    {
        client::DeliveryInfo info;
        info.id = QStringLiteral("msg_%1").arg(number, 8, 10, QLatin1Char('0'));
        info.webhookId = QStringLiteral("whk");
        info.state = QStringLiteral("queued");
        return info;
    }

    std::unique_ptr<DeliveryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestRecentModels)
#include "tst_recent_models.moc"
