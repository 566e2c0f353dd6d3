#include "ui/tokens/rotate_dialog.h"

#include <QComboBox>
#include <QFormLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/labels.h"
#include "ui/tokens/issued_token_view.h"

namespace parley::ui {

RotateDialog::RotateDialog(const PageContext &context, const client::TokenInfo &token,
                           QWidget *parent) :
    RotationDialog(tr("Rotate a token"), 3600, parent),
    m_context(context), m_token(token)
{
    addQuestion();
}

void RotateDialog::addQuestion()
{
    auto *form = new QFormLayout;
    form->addRow(tr("The &old one works"), overlapBox());
    question().addWidget(headingLabel(m_token.label, step()));
    question().addWidget(
        mutedLabel(tr("The id and the rights stay; only the secret changes. When the "
                      "overlap ends, connections that use the old secret are closed."),
                   step()));
    question().addLayout(form);
    finishQuestion();
}

void RotateDialog::rotate()
{
    m_context.link.admin().access().rotateToken(
        m_token.id, overlapSeconds(), this, [this](const auto &issued) {
            takeAnswer(issued ? QString() : client::sentence(issued.error()));
            if (issued)
                showIssued(*issued);
        });
}

void RotateDialog::showIssued(const client::IssuedToken &issued)
{
    auto *view = new IssuedTokenView(issued, m_context.link.address().url, steps());
    showSecret(view);
    connect(view, &IssuedTokenView::done, this, &QDialog::accept);
    Q_EMIT tokenRotated();
}

} // namespace parley::ui
