#pragma once

#include <QWidget>

#include "server/client/webhook_health_info.h"

namespace parley::ui {

// How many attempts each of the last 24 hours had: a bar an hour, the failed ones at its foot.
// What it shows is told by SuccessRing. Thread: GUI.
class HourBars final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HourBars)

public:
    explicit HourBars(QWidget *parent);
    void setHours(const QList<client::HealthHour> &hours);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<client::HealthHour> m_hours{};
};

} // namespace parley::ui
