#pragma once

#include <QLabel>

namespace parley::ui {

// Labels show plain text only: what they say may come from outside. Thread: GUI.
QLabel *label(const QString &text, QWidget *parent);
QLabel *headingLabel(const QString &text, QWidget *parent, int level = 1);
QLabel *mutedLabel(const QString &text, QWidget *parent); // wraps
QLabel *problemLabel(QWidget *parent); // wraps, hidden while empty: set with showProblem()
void showProblem(QLabel *problem, const QString &text);

//! \p text as a tooltip that shows it as it is: Qt takes for HTML what looks like it.
QString plainToolTip(const QString &text);

// One line that is cut with an ellipsis and then tells the whole in its tooltip.
class ElidedLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(QWidget *parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);
    void setFullText(const QString &text);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void elide();

    QString m_full{};
    Qt::TextElideMode m_mode;
};

} // namespace parley::ui
