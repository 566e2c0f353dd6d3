#pragma once

#include <QElapsedTimer>
#include <QHash>

#include "server/client/room_info.h"
#include "server/client/topic_info.h"
#include "server/client/webhook_info.h"
#include "ui/common/page.h"
#include "ui/models/pipeline_graph.h"
#include "ui/models/rate_tracker.h"

class QLabel;

namespace parley::ui {

class EmptySwitch;
class PipelineView;

// What leads where, read only; a click goes to the page of the thing. Thread: GUI.
class PipelinePage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelinePage)

public:
    PipelinePage(const PageContext &context, QWidget *parent);
    bool hasData() const override;
    void refresh() override;

private:
    void take(const Result<QList<client::TopicInfo>> &topics);
    void showGraph();
    void open(const PipelineNode &node);

    PageContext m_context;
    QElapsedTimer m_clock;
    QList<client::TopicInfo> m_topics{};
    QList<client::WebhookInfo> m_webhooks{};
    QList<client::RoomInfo> m_rooms{};
    QHash<QString, RateTracker> m_rates{};
    QLabel *m_problem = nullptr;
    QLabel *m_leftOut = nullptr;
    EmptySwitch *m_switch = nullptr;
    PipelineView *m_view = nullptr;
};

} // namespace parley::ui
