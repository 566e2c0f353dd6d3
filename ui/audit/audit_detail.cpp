#include "ui/audit/audit_detail.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include "server/client/audit_lines.h"
#include "ui/common/buttons.h"
#include "ui/common/clipboard.h"
#include "ui/common/labels.h"
#include "ui/common/payload_view.h"
#include "ui/common/tables.h"
#include "ui/models/audit_difference.h"
#include "ui/models/audit_model.h"
#include "ui/models/text_format.h"

namespace parley::ui {

AuditDetail::AuditDetail(QWidget *parent) :
    QWidget(parent), m_changes(new QStandardItemModel(0, 3, this)), m_entry(new PayloadView(this))
{
    m_changes->setHorizontalHeaderLabels({tr("What"), tr("Before"), tr("After")});
    m_table = makeTable(m_changes, {12, 12, -12}, tr("Changes"), this);
    m_same = mutedLabel({}, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(makeHead());
    layout->addWidget(m_same);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_entry, 1);
    clear();
}

QWidget *AuditDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_title = headingLabel({}, head);
    m_title->setWordWrap(true);
    m_facts = mutedLabel({}, head);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_only = linkButton(tr("Only acts by this one"), head);
    m_copy = new QPushButton(tr("Copy"), head);
    m_copy->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    m_copy->setToolTip(tr("The entry as JSON (Ctrl+Shift+C)"));
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_title, 1);
    line->addWidget(m_copy, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_facts);
    layout->addWidget(m_only, 0, Qt::AlignLeft);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { copyText(QString::fromUtf8(client::auditJsonLine(m_act).trimmed())); });
    connect(m_only, &QPushButton::clicked, this,
            [this] { Q_EMIT actorChosen(m_act.actor, m_actorName); });
    return head;
}

QString AuditDetail::factsText(const client::AuditInfo &act, const QString &actor,
                               const QString &object)
{
    QStringList lines{AuditModel::outcomeText(act)
                      + (act.code.isEmpty() ? QString() : QStringLiteral(" · ") + act.code)};
    lines.append(dayAndClockText(act.time) + QStringLiteral(" · ")
                 + act.time.toUTC().toString(Qt::ISODateWithMs));
    const auto named = [](const QString &id, const QString &name) {
        return name == id || name.isEmpty() ? id : QStringLiteral("%1 (%2)").arg(name, id);
    };
    if (!act.object.isEmpty())
        lines.append(tr("on %1").arg(named(act.object, object)));
    const auto who = act.actor.isEmpty() ? tr("a stranger") : named(act.actor, actor);
    lines.append(act.address.isEmpty() ? tr("by %1").arg(who)
                                       : tr("by %1 from %2").arg(who, act.address));
    return lines.join(QLatin1Char('\n'));
}

void AuditDetail::setAct(const client::AuditInfo &act, const QString &actor, const QString &object)
{
    m_act = act;
    m_actorName = actor;
    m_title->setText(act.action);
    m_facts->setText(factsText(act, actor, object));
    m_only->setVisible(!act.actor.isEmpty());
    m_copy->setEnabled(true);
    showChanges();
    m_entry->setPayload(client::auditJsonLine(act).trimmed(), true);
    m_entry->show();
}

void AuditDetail::showChanges()
{
    const auto changes = auditChanges(m_act);
    m_changes->setRowCount(0);
    for (const auto &change : changes) {
        QList<QStandardItem *> row;
        for (const auto &text : {change.member, change.before, change.after}) {
            row.append(new QStandardItem(text));
            row.last()->setEditable(false);
            row.last()->setToolTip(text);
        }
        m_changes->appendRow(row);
    }
    m_table->setVisible(!changes.isEmpty());
    m_same->setText(m_act.isRefused() ? tr("Nothing was changed: it was refused.")
                                      : tr("The entry says no more about it."));
    m_same->setVisible(changes.isEmpty());
}

void AuditDetail::clear()
{
    m_act = {};
    m_title->setText({});
    m_facts->setText(tr("Choose an act to see what it changed."));
    m_only->hide();
    m_copy->setEnabled(false);
    m_table->hide();
    m_same->hide();
    m_entry->hide();
}

} // namespace parley::ui
