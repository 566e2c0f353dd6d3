#include "ui/tokens/rotate_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QStackedWidget>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/tokens/issued_token_view.h"

namespace parley::ui {

RotateDialog::RotateDialog(const PageContext &context, const client::TokenInfo &token,
                           QWidget *parent) :
    QDialog(parent),
    m_context(context), m_token(token), m_steps(new QStackedWidget(this)),
    m_problem(problemLabel(this))
{
    setWindowTitle(tr("Rotate a token"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_steps->addWidget(makeQuestion());
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_steps);
    layout->addWidget(m_problem);
}

QWidget *RotateDialog::makeQuestion()
{
    auto *step = new QWidget(m_steps);
    m_overlap = new QComboBox(step);
    m_overlap->addItem(tr("for 1 hour"), 3600);
    m_overlap->addItem(tr("for 24 hours"), 86'400);
    m_overlap->addItem(tr("for 7 days"), 604'800);
    m_overlap->addItem(tr("no longer: it ends now"), 0);
    auto *form = new QFormLayout;
    form->addRow(tr("The &old one works"), m_overlap);
    auto *cancel = new QPushButton(tr("Cancel"), step);
    auto *rotate = primaryButton(tr("Make a new secret"), step);
    rotate->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(rotate);
    auto *layout = new QVBoxLayout(step);
    layout->setSpacing(12);
    layout->addWidget(headingLabel(m_token.label, step));
    layout->addWidget(
        mutedLabel(tr("The id and the rights stay; only the secret changes. When the "
                      "overlap ends, connections that use the old secret are closed."),
                   step));
    layout->addLayout(form);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(rotate, &QPushButton::clicked, this, &RotateDialog::rotate);
    return step;
}

void RotateDialog::rotate()
{
    m_steps->setEnabled(false);
    m_context.link.admin().access().rotateToken(
        m_token.id, m_overlap->currentData().toLongLong(), this, [this](const auto &issued) {
            m_steps->setEnabled(true);
            showProblem(m_problem, issued ? QString() : client::sentence(issued.error()));
            if (issued)
                showSecret(*issued);
        });
}

void RotateDialog::showSecret(const client::IssuedToken &issued)
{
    auto *view = new IssuedTokenView(issued, m_context.link.address().url, m_steps);
    m_steps->addWidget(view);
    m_steps->setCurrentWidget(view);
    connect(view, &IssuedTokenView::done, this, &QDialog::accept);
    Q_EMIT tokenRotated();
}

} // namespace parley::ui
