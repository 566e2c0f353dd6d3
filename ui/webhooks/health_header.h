#pragma once

#include <optional>

#include <QFrame>

#include "server/client/webhook_health_info.h"

class QGridLayout;
class QLabel;

namespace parley::ui {

class ElidedLabel;
class HourBars;
class SuccessRing;

// How an endpoint is doing, at a glance: success of 24 hours, times, breaker, queue. Thread: GUI.
class HealthHeader final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthHeader)

public:
    explicit HealthHeader(QWidget *parent);
    void setHealth(const std::optional<client::WebhookHealthInfo> &health); // nullopt: not known

private:
    ElidedLabel *addFigure(QGridLayout *grid, int row, int column, const QString &name);

    SuccessRing *m_ring = nullptr;
    HourBars *m_bars = nullptr;
    ElidedLabel *m_times = nullptr;
    ElidedLabel *m_breaker = nullptr;
    ElidedLabel *m_queue = nullptr;
    ElidedLabel *m_lastSuccess = nullptr;
    ElidedLabel *m_attempts = nullptr;
    ElidedLabel *m_filtered = nullptr;
};

} // namespace parley::ui
