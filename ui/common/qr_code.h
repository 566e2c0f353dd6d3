#pragma once

#include <QByteArray>
#include <QWidget>

namespace parley::ui {

// A square that a phone reads. Black on white in both themes, because readers expect that.
// Its accessible name tells what it is, never what it holds. Thread: GUI.
class QrCode final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QrCode)

public:
    static constexpr qsizetype kMaxBytes
        = 1024; // more makes squares that a phone cannot tell apart

    QrCode(const QString &name, const QByteArray &text, QWidget *parent);

    int modules() const { return m_modules; } // per side; 0: the text cannot be drawn
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_modules = 0;
    QByteArray m_dark{}; // a byte per module, row by row; 1: dark
};

} // namespace parley::ui
