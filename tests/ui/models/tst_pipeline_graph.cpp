#include <QTest>

#include "ui/models/pipeline_graph.h"

using namespace parley;
using namespace parley::ui;

class TestPipelineGraph final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsARoomFromLeftToRight()
    {
        const auto graph = PipelineGraph::from(
            {topic("lone"), topic("r-publish"), topic("r-en"), topic("r-es")},
            {webhook("w", "r-publish", "function:room")}, {room("w", {"r-en", "r-es"})});
        QCOMPARE(node(graph, QStringLiteral("default/r-publish")).column, 0);
        QCOMPARE(node(graph, QStringLiteral("w")).column, 1);
        QCOMPARE(node(graph, QStringLiteral("default/r-en")).column, 2);
        QCOMPARE(graph.edges.size(), 3);
        QCOMPARE(graph.columns, 3);
        QVERIFY(node(graph, QStringLiteral("default/lone")).line
                > node(graph, QStringLiteral("default/r-publish")).line);
    }

    void noTwoNodesStandOnOnePlace()
    {
        const auto graph = PipelineGraph::from(
            {topic("a"), topic("b"), topic("c"), topic("d"), topic("lone"), topic("lonely")},
            {webhook("w1", "a", "function:room"), webhook("w2", "c", "http://x/"),
             webhook("w3", "a", "http://y/")},
            {room("w1", {"b", "c", "d"})});
        QSet<QPair<int, int>> places;
        for (const auto &n : graph.nodes) {
            QVERIFY(!places.contains({n.column, n.line}));
            places.insert({n.column, n.line});
            QVERIFY(n.column < graph.columns && n.line < graph.lines);
        }
        QCOMPARE(node(graph, QStringLiteral("w2")).column, 3); // a chain of two
    }

    void aCircleEnds()
    {
        const auto graph = PipelineGraph::from(
            {topic("a"), topic("b")},
            {webhook("w1", "a", "function:room"), webhook("w2", "b", "function:room")},
            {room("w1", {"b"}), room("w2", {"a"})});
        QCOMPARE(graph.nodes.size(), 4);
        QVERIFY(graph.columns <= 8);
    }

    void danglingEndsAreLeftOut()
    {
        const auto graph = PipelineGraph::from({}, {webhook("w", "gone", "function:room")},
                                               {room("other", {"x"})});
        QCOMPARE(graph.nodes.size(), 1);
        QVERIFY(graph.edges.isEmpty());
    }

    void nothingIsNothing()
    {
        const auto graph = PipelineGraph::from({}, {}, {});
        QVERIFY(graph.nodes.isEmpty());
        QCOMPARE(graph.columns, 0);
    }

    void tooMuchIsCounted()
    {
        QList<client::TopicInfo> topics;
        for (int i = 0; i < PipelineGraph::kMaxNodes + 7; ++i)
            topics.append(topic(QByteArray::number(i).constData()));
        const auto graph = PipelineGraph::from(topics, {}, {});
        QCOMPARE(graph.nodes.size(), qsizetype(PipelineGraph::kMaxNodes));
        QCOMPARE(graph.leftOut, 7);
    }

private:
    static client::TopicInfo topic(const char *name)
    {
        client::TopicInfo info;
        info.address.topic = QString::fromLatin1(name);
        return info;
    }

    static client::WebhookInfo webhook(const char *id, const char *topicName, const char *url)
    {
        client::WebhookInfo info;
        info.id = QString::fromLatin1(id);
        info.address.topic = QString::fromLatin1(topicName);
        info.url = QString::fromLatin1(url);
        return info;
    }

    static client::RoomInfo room(const char *webhookId,
                                 std::initializer_list<const char *> topicNames)
    {
        client::RoomInfo info;
        info.webhookId = QString::fromLatin1(webhookId);
        for (const char *name : topicNames)
            info.subscribeTopics.insert(QString::fromLatin1(name), QString::fromLatin1(name));
        return info;
    }

    static PipelineNode node(const PipelineGraph &graph, const QString &key)
    {
        for (const auto &n : graph.nodes) {
            if (n.key == key)
                return n;
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestPipelineGraph)
#include "tst_pipeline_graph.moc"
