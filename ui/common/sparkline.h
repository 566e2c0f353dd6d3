#pragma once

#include <QList>
#include <QWidget>

namespace parley::ui {

//! The course of \p samples over \p rect, oldest left; the scale begins at 0.
void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &samples,
                    const QColor &color);

// A sparkline of its own. Thread: GUI.
class Sparkline final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Sparkline)

public:
    explicit Sparkline(QWidget *parent = nullptr);
    void setSamples(const QList<double> &samples);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_samples{};
};

} // namespace parley::ui
