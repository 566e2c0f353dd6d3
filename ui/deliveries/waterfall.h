#pragma once

#include <QWidget>

#include "server/client/attempt_info.h"

namespace parley::ui {

// Where the time of one attempt went: a bar per phase on a common scale. Thread: GUI.
class Waterfall final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Waterfall)

public:
    explicit Waterfall(QWidget *parent = nullptr);
    void setTiming(const client::TimingInfo &timing);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Phase {
        QString name{};
        std::uint64_t microseconds = 0;
        bool waiting = false; // for the other side
    };
    QList<Phase> m_phases{};
    std::uint64_t m_total = 0;
};

} // namespace parley::ui
