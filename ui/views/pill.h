#pragma once

#include <QAbstractButton>

namespace parley::ui {

// The floating button at the edge of a view that follows its end: "▼ 1,204 new". Places itself at
// the bottom centre (or top centre) of its parent. Thread: GUI.
class Pill final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Pill)

public:
    explicit Pill(QWidget *parent);

    void setAtTop(bool atTop);
    void showText(const QString &text); // "" hides it
    QSize sizeHint() const override;
    void place(); // after the parent changed its size

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    bool m_atTop = false;
};

} // namespace parley::ui
