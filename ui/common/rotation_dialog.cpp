#include "ui/common/rotation_dialog.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

RotationDialog::RotationDialog(const QString &title, qint64 usual, QWidget *parent) :
    QDialog(parent), m_steps(new QStackedWidget(this)), m_step(new QWidget(m_steps)),
    m_layout(new QVBoxLayout(m_step)), m_overlap(new QComboBox(m_step)),
    m_problem(problemLabel(this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_overlap->addItem(tr("for 1 hour"), qint64(3600));
    m_overlap->addItem(tr("for 24 hours"), qint64(86'400));
    m_overlap->addItem(tr("for 7 days"), qint64(604'800));
    m_overlap->addItem(tr("no longer: it ends now"), qint64(0));
    const int at = m_overlap->findData(usual);
    const auto text = m_overlap->itemText(at);
    m_overlap->removeItem(at);
    m_overlap->insertItem(0, text, usual);
    m_overlap->setCurrentIndex(0);
    m_layout->setSpacing(12);
    m_steps->addWidget(m_step);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    layout->addWidget(m_problem);
}

void RotationDialog::finishQuestion()
{
    auto *cancel = new QPushButton(tr("Cancel"), m_step);
    auto *rotate = primaryButton(tr("Make a new secret"), m_step);
    rotate->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(rotate);
    m_layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(rotate, &QPushButton::clicked, this, &RotationDialog::begin);
}

qint64 RotationDialog::overlapSeconds() const
{
    return m_overlap->currentData().toLongLong();
}

void RotationDialog::begin()
{
    m_steps->setEnabled(false);
    rotate();
}

void RotationDialog::reject()
{
    if (m_steps->isEnabled() && m_steps->currentIndex() == 0)
        QDialog::reject();
}

void RotationDialog::takeAnswer(const QString &problem)
{
    m_steps->setEnabled(true);
    showProblem(m_problem, problem);
}

void RotationDialog::showSecret(QWidget *view)
{
    m_steps->addWidget(view);
    m_steps->setCurrentWidget(view);
}

} // namespace parley::ui
