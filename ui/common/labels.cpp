#include "ui/common/labels.h"

#include <QEvent>
#include <QResizeEvent>

namespace parley::ui {

QLabel *label(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

QLabel *headingLabel(const QString &text, QWidget *parent, int level)
{
    auto *heading = label(text, parent);
    heading->setProperty("heading", level);
    return heading;
}

QLabel *mutedLabel(const QString &text, QWidget *parent)
{
    auto *muted = label(text, parent);
    muted->setProperty("muted", true);
    muted->setWordWrap(true);
    return muted;
}

QLabel *problemLabel(QWidget *parent)
{
    auto *problem = label({}, parent);
    problem->setProperty("problem", true);
    problem->setWordWrap(true);
    problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem->hide();
    return problem;
}

void showProblem(QLabel *problem, const QString &text)
{
    problem->setText(text);
    problem->setVisible(!text.isEmpty());
}

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return text;
    auto html = text.toHtmlEscaped();
    html.replace(QLatin1Char('\n'), QLatin1String("<br>"));
    return QStringLiteral("<qt>%1</qt>").arg(html);
}

ElidedLabel::ElidedLabel(QWidget *parent, Qt::TextElideMode mode) : QLabel(parent), m_mode(mode)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    setAccessibleName(text);
    updateGeometry();
    elide();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 6, QLabel::minimumSizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_full) + 4, QLabel::sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        elide();
}

void ElidedLabel::elide()
{
    const auto shown = fontMetrics().elidedText(m_full, m_mode, width());
    if (shown != text())
        setText(shown);
    setToolTip(shown == m_full ? QString() : plainToolTip(m_full));
}

} // namespace parley::ui
