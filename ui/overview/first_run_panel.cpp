#include "ui/overview/first_run_panel.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {
namespace {

QWidget *choice(QPushButton *button, const QString &sentence, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 4, 0, 4);
    button->setMinimumWidth(button->fontMetrics().averageCharWidth() * 26);
    layout->addWidget(button);
    layout->addSpacing(8);
    layout->addWidget(mutedLabel(sentence, row), 1);
    return row;
}

} // namespace

FirstRunPanel::FirstRunPanel(QWidget *parent) : QFrame(parent)
{
    setProperty("card", true);
    m_demo = primaryButton(tr("Start the demo room"), this);
    auto *connectButton = new QPushButton(tr("Connect to a broker…"), this);
    auto *empty = new QPushButton(tr("Make the first topic…"), this);
    m_demoRow
        = choice(m_demo,
                 tr("A room called “friends” in English, Spanish and Japanese, with people who "
                    "talk. The quickest way to see everything work."),
                 this);
    m_problem = problemLabel(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->addWidget(
        headingLabel(tr("This broker is empty. How would you like to begin?"), this, 2));
    layout->addSpacing(4);
    layout->addWidget(m_demoRow);
    layout->addWidget(m_problem);
    layout->addWidget(
        choice(connectButton,
               tr("Look at a broker that runs elsewhere, with its address and an admin "
                  "token."),
               this));
    layout->addWidget(choice(empty, tr("Begin with nothing and build your own."), this));
    connect(m_demo, &QPushButton::clicked, this, &FirstRunPanel::demoRequested);
    connect(connectButton, &QPushButton::clicked, this, &FirstRunPanel::connectRequested);
    connect(empty, &QPushButton::clicked, this, &FirstRunPanel::emptyRequested);
}

void FirstRunPanel::setDemoOffered(bool offered)
{
    m_demoRow->setVisible(offered);
}

void FirstRunPanel::setDemoState(bool running, const QString &problem)
{
    m_demo->setEnabled(!running);
    m_demo->setText(running ? tr("Starting the demo room…") : tr("Start the demo room"));
    showProblem(m_problem, problem);
}

} // namespace parley::ui
