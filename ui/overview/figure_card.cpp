#include "ui/overview/figure_card.h"

#include <QVBoxLayout>

#include "ui/common/labels.h"
#include "ui/common/sparkline.h"

namespace parley::ui {

FigureCard::FigureCard(const QString &name, bool withCourse, QWidget *parent) :
    QFrame(parent), m_name(name)
{
    setProperty("card", true);
    auto *title = mutedLabel(name, this);
    title->setWordWrap(false);
    m_figure = label(QStringLiteral("–"), this);
    auto font = m_figure->font();
    font.setPointSizeF(font.pointSizeF() * 1.9);
    m_figure->setFont(font);
    m_note = new ElidedLabel(this);
    m_note->setProperty("muted", true);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title);
    words->addWidget(m_figure);
    words->addWidget(m_note);
    words->addStretch();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addLayout(words, 1);
    if (withCourse) {
        m_course = new Sparkline(this);
        m_course->setMinimumHeight(fontMetrics().height() * 5);
        layout->addWidget(m_course, 1);
    }
    setAccessibleName(name);
}

void FigureCard::setFigure(const QString &figure, const QString &note)
{
    m_figure->setText(figure);
    m_note->setFullText(note);
    setAccessibleDescription(QStringLiteral("%1: %2 %3").arg(m_name, figure, note));
}

void FigureCard::setCourse(const QList<double> &samples)
{
    if (m_course != nullptr)
        m_course->setSamples(samples);
}

} // namespace parley::ui
