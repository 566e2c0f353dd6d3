#include "ui/audit/audit_filter_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

#include "ui/common/buttons.h"
#include "ui/common/page_header.h"

namespace parley::ui {
namespace {

constexpr qint64 kHour = 3600;
constexpr int kNameLength = 30; // of who is filtered for; more would push the filters out

} // namespace

AuditFilterBar::AuditFilterBar(QWidget *page) :
    QWidget(page), m_text(filterLine(tr("Find in the acts shown"), page)),
    m_outcome(new QComboBox(this)), m_time(new QComboBox(this)), m_everybody(linkButton({}, this))
{
    m_outcome->setAccessibleName(tr("Outcome"));
    m_outcome->addItem(tr("All outcomes"), QString());
    m_outcome->addItem(tr("✓ done"), QStringLiteral("done"));
    m_outcome->addItem(tr("✕ refused"), QStringLiteral("refused"));
    m_time->setAccessibleName(tr("Time"));
    m_time->addItem(tr("At any time"), qint64(0));
    m_time->addItem(tr("In the last hour"), kHour);
    m_time->addItem(tr("In the last 24 hours"), 24 * kHour);
    m_time->addItem(tr("In the last 7 days"), 7 * 24 * kHour);
    m_time->addItem(tr("In the last 30 days"), 30 * 24 * kHour);
    m_everybody->hide();
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_outcome);
    layout->addWidget(m_time);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_everybody);
    connect(m_text, &QLineEdit::textChanged, this, &AuditFilterBar::textChanged);
    connect(m_outcome, &QComboBox::currentIndexChanged, this, &AuditFilterBar::queryChanged);
    connect(m_time, &QComboBox::currentIndexChanged, this, &AuditFilterBar::queryChanged);
    connect(m_everybody, &QPushButton::clicked, this, [this] { setActor({}, {}); });
}

client::AuditQuery AuditFilterBar::query() const
{
    client::AuditQuery query;
    query.outcome = m_outcome->currentData().toString();
    query.actor = m_actor;
    if (const auto seconds = m_time->currentData().toLongLong(); seconds > 0)
        query.from = QDateTime::currentDateTimeUtc().addSecs(-seconds);
    return query;
}

QString AuditFilterBar::text() const
{
    return m_text->text();
}

bool AuditFilterBar::isEmpty() const
{
    return m_text->text().isEmpty() && m_actor.isEmpty() && m_outcome->currentIndex() == 0
        && m_time->currentIndex() == 0;
}

void AuditFilterBar::setActor(const QString &actor, const QString &name)
{
    if (actor == m_actor)
        return;
    m_actor = actor;
    const auto shown = name.size() > kNameLength ? name.left(kNameLength) + QChar(0x2026) : name;
    m_everybody->setText(tr("Only by %1 ✕").arg(shown));
    m_everybody->setToolTip(tr("Show acts by everybody"));
    m_everybody->setVisible(!actor.isEmpty());
    Q_EMIT queryChanged();
}

void AuditFilterBar::clear()
{
    const bool wasAsked = m_outcome->currentIndex() != 0 || m_time->currentIndex() != 0;
    {
        const QSignalBlocker blocker(this);
        m_outcome->setCurrentIndex(0);
        m_time->setCurrentIndex(0);
    }
    m_text->clear();
    if (!m_actor.isEmpty())
        setActor({}, {});
    else if (wasAsked)
        Q_EMIT queryChanged();
}

} // namespace parley::ui
