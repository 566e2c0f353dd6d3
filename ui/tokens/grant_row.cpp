#include "ui/tokens/grant_row.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>

#include "server/client/wire_error.h"
#include "server/types/namespace_name.h"
#include "server/types/topic_name.h"
#include "ui/common/buttons.h"

namespace parley::ui {

GrantRow::GrantRow(QCompleter *completer, QWidget *parent) :
    QWidget(parent), m_role(new QComboBox(this)), m_selector(new QComboBox(this)),
    m_topic(new QLineEdit(this)), m_nameSpace(new QComboBox(this))
{
    m_role->addItem(tr("publish"), QStringLiteral("publish"));
    m_role->addItem(tr("read"), QStringLiteral("subscribe"));
    m_role->addItem(tr("publish and read"), QStringLiteral("both"));
    m_role->addItem(tr("read history"), QStringLiteral("history"));
    m_role->addItem(tr("manage"), QStringLiteral("manage"));
    m_role->setAccessibleName(tr("What may be done"));
    m_selector->addItems({tr("topic"), tr("topics that begin with"), tr("all topics")});
    m_selector->setAccessibleName(tr("Where"));
    m_topic->setCompleter(completer);
    m_topic->setPlaceholderText(tr("topic"));
    m_topic->setAccessibleName(tr("Topic"));
    m_nameSpace->setEditable(true);
    m_nameSpace->addItems({QStringLiteral("default"), tr("all namespaces")});
    m_nameSpace->setAccessibleName(tr("Namespace"));
    m_nameSpace->setToolTip(tr("Namespace"));
    auto *remove = iconButton(QStringLiteral("close"), tr("Remove this grant"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_role);
    layout->addWidget(m_selector);
    layout->addWidget(m_topic, 1);
    layout->addWidget(m_nameSpace);
    layout->addWidget(remove);
    connect(m_nameSpace, &QComboBox::editTextChanged, this, &GrantRow::changed);
    connect(m_role, &QComboBox::currentIndexChanged, this, &GrantRow::changed);
    connect(m_selector, &QComboBox::currentIndexChanged, this, [this](int selector) {
        m_topic->setVisible(selector != 2);
        Q_EMIT changed();
    });
    connect(m_topic, &QLineEdit::textChanged, this, &GrantRow::changed);
    connect(remove, &QToolButton::clicked, this, &GrantRow::removeRequested);
}

client::GrantInfo GrantRow::grant() const
{
    client::GrantInfo grant;
    grant.role = m_role->currentData().toString();
    grant.selector = static_cast<client::GrantInfo::Selector>(m_selector->currentIndex());
    if (grant.selector != client::GrantInfo::Selector::All)
        grant.topic = m_topic->text();
    grant.allNamespaces = m_nameSpace->currentText() == m_nameSpace->itemText(1);
    if (!grant.allNamespaces)
        grant.nameSpace = m_nameSpace->currentText().trimmed();
    return grant;
}

void GrantRow::setGrant(const client::GrantInfo &grant)
{
    m_role->setCurrentIndex(m_role->findData(grant.role));
    m_selector->setCurrentIndex(static_cast<int>(grant.selector));
    m_topic->setText(grant.topic);
    m_nameSpace->setEditText(grant.allNamespaces ? m_nameSpace->itemText(1) : grant.nameSpace);
}

bool GrantRow::isComplete() const
{
    return grantProblem(grant()).isEmpty();
}

QString grantProblem(const client::GrantInfo &grant)
{
    if (!grant.allNamespaces) {
        if (const auto name = NamespaceName::parse(grant.nameSpace.toStdString()); !name)
            return client::sentence(name.error());
    }
    if (grant.selector == client::GrantInfo::Selector::All)
        return {};
    if (grant.topic.isEmpty())
        return GrantRow::tr("Name a topic, or choose all topics.");
    // A prefix need not end like a name: "friends-", "home/".
    const bool isPrefix = grant.selector == client::GrantInfo::Selector::Prefix;
    const auto topic
        = TopicName::parse((isPrefix ? grant.topic + QLatin1Char('x') : grant.topic).toStdString());
    return topic ? QString() : client::sentence(topic.error());
}

} // namespace parley::ui
