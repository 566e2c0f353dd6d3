#pragma once

#include <QList>
#include <QString>

#include "server/client/room_info.h"
#include "server/client/topic_info.h"
#include "server/client/webhook_info.h"

namespace parley::ui {

struct PipelineNode {
    enum class Kind { Topic, Webhook, Function };
    QString key{}; // TopicModel::key() of a topic, id of a webhook
    Kind kind = Kind::Topic;
    QString title{};
    QString detail{}; // "3 readers", "paused"
    bool stopped = false; // a webhook that is paused or disabled
    int column = 0;
    int line = 0; // place in its column
};

struct PipelineEdge {
    int from = 0; // indices of nodes
    int to = 0;
};

// What leads where: topic -> webhook or function -> the topics that a room writes. Thread: any.
struct PipelineGraph {
    static constexpr int kMaxNodes = 400; // more is not a picture any more; the rest is counted

    QList<PipelineNode> nodes{};
    QList<PipelineEdge> edges{};
    int columns = 0;
    int lines = 0; // of the longest column
    int leftOut = 0;

    //! Topics without webhook and room come last, so that the pipelines stand on top.
    static PipelineGraph from(const QList<client::TopicInfo> &topics,
                              const QList<client::WebhookInfo> &webhooks,
                              const QList<client::RoomInfo> &rooms);
};

} // namespace parley::ui
