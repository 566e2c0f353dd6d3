#include "ui/overview/problem_list.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

ProblemList::ProblemList(QWidget *parent) : QFrame(parent), m_lines(new QVBoxLayout(this))
{
    setProperty("card", true);
    m_lines->setContentsMargins(18, 12, 18, 12);
    rebuild();
}

void ProblemList::setProblems(const QString &source, const QList<Problem> &problems)
{
    const auto same = [](const QList<Problem> &a, const QList<Problem> &b) {
        return std::equal(
            a.cbegin(), a.cend(), b.cbegin(), b.cend(),
            [](const auto &x, const auto &y) { return x.text == y.text && x.action == y.action; });
    };
    if (same(m_problems.value(source), problems))
        return; // asked every few seconds: nothing may flicker or lose the focus
    m_problems.insert(source, problems);
    rebuild();
}

int ProblemList::count() const
{
    int count = 0;
    for (const auto &problems : m_problems)
        count += int(problems.size());
    return count;
}

void ProblemList::rebuild()
{
    delete m_content;
    m_content = new QWidget(this);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(
        headingLabel(count() == 0 ? tr("No problems") : tr("Problems"), m_content, 2));
    if (count() == 0)
        layout->addWidget(mutedLabel(tr("Everything that Parley watches is in order."), m_content));
    for (const auto &problems : std::as_const(m_problems)) {
        for (const auto &problem : problems)
            layout->addWidget(line(problem));
    }
    m_lines->addWidget(m_content);
}

QWidget *ProblemList::line(const Problem &problem)
{
    auto *row = new QWidget(m_content);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 2, 0, 2);
    auto *sign = label(problem.severe ? QStringLiteral("✕") : QStringLiteral("!"), row);
    sign->setProperty("problem", problem.severe);
    sign->setFixedWidth(fontMetrics().averageCharWidth() * 3);
    auto *text = label(problem.text, row);
    text->setWordWrap(true);
    layout->addWidget(sign);
    layout->addWidget(text, 1);
    if (!problem.action.isEmpty()) {
        auto *button = new QPushButton(problem.action, row);
        // Queued: the answer may rebuild the list, and this button with it.
        connect(button, &QPushButton::clicked, this, problem.act, Qt::QueuedConnection);
        layout->addWidget(button);
    }
    return row;
}

} // namespace parley::ui
