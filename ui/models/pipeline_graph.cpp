#include "ui/models/pipeline_graph.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHash>

#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

QString graphText(const char *text)
{
    return QCoreApplication::translate("PipelineGraph", text);
}

QString topicKey(const QString &nameSpace, const QString &topic)
{
    return nameSpace + QLatin1Char('/') + topic;
}

class Builder
{
public:
    void addTopics(const QList<client::TopicInfo> &topics)
    {
        for (const auto &info : topics) {
            PipelineNode node;
            node.key = topicKey(info.address.nameSpace, info.address.topic);
            node.title = info.address.topic;
            node.detail
                = pluralText(info.subscribers, graphText("1 reader"), graphText("%1 readers"));
            add(node);
        }
    }

    void addWebhooks(const QList<client::WebhookInfo> &webhooks)
    {
        for (const auto &info : webhooks) {
            PipelineNode node;
            node.key = info.id;
            node.kind
                = info.callsFunction() ? PipelineNode::Kind::Function : PipelineNode::Kind::Webhook;
            node.title = info.name.isEmpty() ? info.url : info.name;
            node.stopped = info.state != QLatin1String("active");
            node.detail = node.stopped ? info.state : info.url;
            add(node);
            connect(topicKey(info.address.nameSpace, info.address.topic), info.id);
        }
    }

    void addRooms(const QList<client::RoomInfo> &rooms)
    {
        for (const auto &room : rooms) {
            for (const auto &topic : room.subscribeTopics)
                connect(room.webhookId, topicKey(room.nameSpace, topic));
        }
    }

    PipelineGraph finish()
    {
        layOutColumns();
        layOutLines();
        return m_graph;
    }

private:
    void add(const PipelineNode &node)
    {
        if (m_graph.nodes.size() >= PipelineGraph::kMaxNodes) {
            ++m_graph.leftOut;
            return;
        }
        m_places.insert(node.key, int(m_graph.nodes.size()));
        m_graph.nodes.append(node);
    }

    void connect(const QString &from, const QString &to)
    {
        const int source = m_places.value(from, -1);
        const int target = m_places.value(to, -1);
        if (source >= 0 && target >= 0)
            m_graph.edges.append({source, target});
    }

    // Each node right of all that lead to it. A circle would push its nodes on for ever, so the
    // number of rounds is bounded; a chain longer than that is not read from a picture anyway.
    void layOutColumns()
    {
        constexpr int kMaxColumns = 8;
        for (int round = 0; round < kMaxColumns; ++round) {
            for (const auto &edge : std::as_const(m_graph.edges)) {
                const int wanted = m_graph.nodes.at(edge.from).column + 1;
                if (m_graph.nodes.at(edge.to).column < wanted && wanted < kMaxColumns)
                    m_graph.nodes[edge.to].column = wanted;
            }
        }
    }

    void layOutLines()
    {
        QList<bool> connected(m_graph.nodes.size(), false);
        for (const auto &edge : std::as_const(m_graph.edges))
            connected[edge.from] = connected[edge.to] = true;
        QHash<int, int> used; // lines by column
        for (const bool wanted : {true, false}) {
            for (int i = 0; i < m_graph.nodes.size(); ++i) {
                auto &node = m_graph.nodes[i];
                if (connected.at(i) != wanted)
                    continue;
                if (!wanted) // lone topics stand below everything, in the first column
                    used[0] = std::max(used.value(0), m_graph.lines);
                node.line = used[node.column]++;
                m_graph.columns = std::max(m_graph.columns, node.column + 1);
            }
            for (const int lines : std::as_const(used))
                m_graph.lines = std::max(m_graph.lines, lines);
        }
    }

    PipelineGraph m_graph{};
    QHash<QString, int> m_places{};
};

} // namespace

PipelineGraph PipelineGraph::from(const QList<client::TopicInfo> &topics,
                                  const QList<client::WebhookInfo> &webhooks,
                                  const QList<client::RoomInfo> &rooms)
{
    Builder builder;
    builder.addTopics(topics);
    builder.addWebhooks(webhooks);
    builder.addRooms(rooms);
    return builder.finish();
}

} // namespace parley::ui
