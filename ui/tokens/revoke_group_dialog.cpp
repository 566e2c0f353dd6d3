#include "ui/tokens/revoke_group_dialog.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"

namespace parley::ui {

RevokeGroupDialog::RevokeGroupDialog(const PageContext &context, const client::TokenInfo &token,
                                     QWidget *parent) :
    QDialog(parent),
    m_context(context), m_issuerName(token.label.isEmpty() ? token.id : token.label),
    m_choice(new QComboBox(this)), m_matches(mutedLabel({}, this)), m_problem(problemLabel(this)),
    m_revoke(dangerButton(tr("Revoke them"), this))
{
    setWindowTitle(tr("Revoke a group of tokens"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_choice->setAccessibleName(tr("Which tokens"));
    addGroup(tr("All that “%1” issued, and what those issued").arg(token.label),
             {token.id, {}, {}});
    if (!token.templateName.isEmpty())
        addGroup(tr("All of the template %1").arg(token.templateName),
                 {{}, token.templateName, {}});
    if (!token.room.isEmpty())
        addGroup(tr("All of the room %1").arg(token.room), {{}, {}, token.room});
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_revoke);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_choice);
    layout->addWidget(m_matches);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &RevokeGroupDialog::count);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_revoke, &QPushButton::clicked, this, &RevokeGroupDialog::requestRevoke);
    count();
}

void RevokeGroupDialog::addGroup(const QString &text, const client::TokenGroup &group)
{
    m_groups.append(group);
    m_choice->addItem(text);
}

void RevokeGroupDialog::count()
{
    const int chosen = m_choice->currentIndex();
    const auto &group = m_groups.at(chosen);
    client::TokenQuery query;
    query.state = QStringLiteral("active");
    query.issuer = group.issuer;
    query.templateName = group.templateName;
    query.room = group.room;
    m_revoke->setEnabled(false);
    m_matches->setText(tr("Counting…"));
    m_context.link.admin().access().tokens(query, this, [this, chosen](const auto &page) {
        if (chosen != m_choice->currentIndex())
            return; // another group was chosen meanwhile
        showProblem(m_problem, page ? QString() : client::sentence(page.error()));
        const auto matches = page ? std::uint64_t(page->tokens.size()) : 0;
        m_matches->setText(
            pluralText(matches, tr("1 active token matches."), tr("%1 active tokens match."))
            + QLatin1Char(' ')
            + tr("Their connections are closed at once. This cannot be undone."));
        m_revoke->setEnabled(matches > 0);
    });
}

void RevokeGroupDialog::requestRevoke()
{
    const auto &group = m_groups.at(m_choice->currentIndex());
    const auto name = !group.room.isEmpty() ? group.room
        : !group.templateName.isEmpty()     ? group.templateName
                                            : m_issuerName;
    m_context.guard.destroy(
        tr("All these tokens end, and every connection that uses one."), name, tr("Revoke tokens"),
        [this] { revoke(); }, this);
}

void RevokeGroupDialog::revoke()
{
    m_revoke->setEnabled(false);
    m_context.link.admin().access().revokeGroup(
        m_groups.at(m_choice->currentIndex()), this, [this](const auto &revoked) {
            showProblem(m_problem, revoked ? QString() : client::sentence(revoked.error()));
            m_revoke->setEnabled(true);
            if (!revoked)
                return;
            Q_EMIT groupRevoked();
            accept();
        });
}

} // namespace parley::ui
