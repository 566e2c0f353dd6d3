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
namespace {

QString matchesText(std::uint64_t matches)
{
    if (matches == 0)
        return RevokeGroupDialog::tr("No active token matches.");
    return pluralText(matches,
                      RevokeGroupDialog::tr("1 active token matches. Its connections are closed "
                                            "when the time for Undo is over."),
                      RevokeGroupDialog::tr("%1 active tokens match. Their connections are closed "
                                            "when the time for Undo is over."));
}

} // namespace

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
        m_ids.clear();
        for (const auto &token : page ? page->tokens : QList<client::TokenInfo>())
            m_ids.append(token.id);
        m_matches->setText(matchesText(std::uint64_t(m_ids.size())));
        m_revoke->setEnabled(!m_ids.isEmpty());
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
        [this, name] { choose(name); }, this);
}

void RevokeGroupDialog::choose(const QString &name)
{
    Q_EMIT groupChosen(m_groups.at(m_choice->currentIndex()), name, m_ids);
    accept();
}

} // namespace parley::ui
