#pragma once

#include <QWidget>

#include "server/client/webhook_health_info.h"

namespace parley::ui {

// The last 24 hours of a webhook as a ring, a segment for each hour beginning at the top with the
// oldest: as much of it is red as attempts failed, and grey is an hour without any. The share that
// succeeded stands in the middle. For screen readers a list of the hours. Thread: GUI.
class SuccessRing final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SuccessRing)

public:
    explicit SuccessRing(QWidget *parent);

    void setHealth(const client::WebhookHealthInfo &health);
    int hourCount() const { return int(m_hours.size()); }
    QString hourText(int index) const; // "14:00: 12 succeeded, 1 failed"
    QRect hourRect(int index) const; // about where its segment is
    int hourAt(const QPoint &point) const; // -1: none
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF ring() const;

    QList<client::HealthHour> m_hours{};
    QString m_share{};
};

} // namespace parley::ui
