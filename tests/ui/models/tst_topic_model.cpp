#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/topic_model.h"

using namespace parley;
using ui::TopicModel;

// Also the tests of KeyedTableModel, on which five models stand.
class TestTopicModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<TopicModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    }

    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void sortsByName()
    {
        m_model->setTopics({info("c"), info("a"), info("b")}, 0);
        QCOMPARE(names(),
                 (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
    }

    void refreshMovesNothing()
    {
        m_model->setTopics({info("a"), info("c"), info("e")}, 0);
        const QPersistentModelIndex c = m_model->index(1, 0);
        QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
        m_model->setTopics({info("b"), info("c"), info("d"), info("e"), info("f")}, 1000);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(names().join(QString()), QStringLiteral("bcdef"));
        QVERIFY(c.isValid());
        QCOMPARE(c.data().toString(), QStringLiteral("c"));
    }

    void anyListFollowsAnyOther_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("empty to empty") << QString() << QString();
        QTest::newRow("empty to some") << QString() << QStringLiteral("abc");
        QTest::newRow("some to empty") << QStringLiteral("abc") << QString();
        QTest::newRow("first goes") << QStringLiteral("abc") << QStringLiteral("bc");
        QTest::newRow("last goes") << QStringLiteral("abc") << QStringLiteral("ab");
        QTest::newRow("two runs go") << QStringLiteral("abcdef") << QStringLiteral("bcf");
        QTest::newRow("two runs come") << QStringLiteral("bcf") << QStringLiteral("abcdef");
        QTest::newRow("all others") << QStringLiteral("abc") << QStringLiteral("xyz");
        QTest::newRow("interleaved") << QStringLiteral("ace") << QStringLiteral("bdf");
        QTest::newRow("the same") << QStringLiteral("abc") << QStringLiteral("abc");
    }

    void anyListFollowsAnyOther()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        m_model->setTopics(infos(before), 0);
        m_model->setTopics(infos(after), 1000);
        QCOMPARE(names().join(QString()), after);
    }

    void measuresRates()
    {
        auto topic = info("a");
        m_model->setTopics({topic}, 0);
        topic.publishedMessages = 24;
        topic.deliveredMessages = 48;
        m_model->setTopics({topic}, 2000);
        QCOMPARE(m_model->row(0).in.rate(), 12.0);
        QCOMPARE(m_model->row(0).out.rate(), 24.0);
        QCOMPARE(m_model->index(0, TopicModel::Course)
                     .data(TopicModel::SamplesRole)
                     .value<QList<double>>(),
                 QList<double>{12.0});
    }

    void hiddenRowsComeBack()
    {
        m_model->setTopics(infos(QStringLiteral("abc")), 0);
        m_model->setHidden(QStringLiteral("default/b"), true);
        QCOMPARE(names().join(QString()), QStringLiteral("ac"));
        m_model->setTopics(infos(QStringLiteral("abcd")), 1000);
        QCOMPARE(names().join(QString()), QStringLiteral("acd"));
        m_model->setHidden(QStringLiteral("default/b"), false);
        QCOMPARE(names().join(QString()), QStringLiteral("abcd"));
    }

    void otherNamespacesAreNamed()
    {
        auto other = info("a");
        other.address.nameSpace = QStringLiteral("shop");
        m_model->setTopics({other}, 0);
        QCOMPARE(names(), QStringList{QStringLiteral("shop/a")});
        QVERIFY(m_model->find(other.address) != nullptr);
        QVERIFY(m_model->find(info("a").address) == nullptr);
    }

    void outOfRangeIsNothing()
    {
        m_model->setTopics(infos(QStringLiteral("a")), 0);
        QVERIFY(!m_model->headerData(99, Qt::Horizontal, Qt::DisplayRole).isValid());
        QVERIFY(!m_model->headerData(-1, Qt::Horizontal, Qt::DisplayRole).isValid());
        QVERIFY(!m_model->data({}, Qt::DisplayRole).isValid());
    }

private:
    static client::TopicInfo info(const char *name)
    {
        client::TopicInfo topic;
        topic.address.topic = QString::fromLatin1(name);
        return topic;
    }

    static QList<client::TopicInfo> infos(const QString &letters)
    {
        QList<client::TopicInfo> list;
        for (const auto letter : letters) {
            client::TopicInfo topic;
            topic.address.topic = letter;
            list.append(topic);
        }
        return list;
    }

    QStringList names() const
    {
        QStringList list;
        for (int i = 0; i < m_model->rowCount(); ++i)
            list.append(m_model->index(i, TopicModel::Name).data().toString());
        return list;
    }

    std::unique_ptr<TopicModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestTopicModel)
#include "tst_topic_model.moc"
