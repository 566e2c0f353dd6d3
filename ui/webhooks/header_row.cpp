#include "ui/webhooks/header_row.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>

#include "ui/common/buttons.h"

namespace parley::ui {

HeaderRow::HeaderRow(QWidget *parent) :
    QWidget(parent), m_name(new QLineEdit(this)), m_value(new QLineEdit(this)),
    m_secret(new QCheckBox(tr("secret"), this))
{
    m_name->setPlaceholderText(tr("name, such as X-Env"));
    m_name->setAccessibleName(tr("Header"));
    m_value->setAccessibleName(tr("Value"));
    m_secret->setToolTip(tr("Its value is kept sealed and never shown again"));
    for (auto *line : {m_name, m_value})
        line->setMaxLength(4096);
    auto *remove = iconButton(QStringLiteral("close"), tr("Remove this header"), this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_name, 2);
    layout->addWidget(m_value, 3);
    layout->addWidget(m_secret);
    layout->addWidget(remove);
    setFocusProxy(m_name);
    connect(m_name, &QLineEdit::textChanged, this, &HeaderRow::changed);
    connect(m_value, &QLineEdit::textChanged, this, &HeaderRow::changed);
    connect(m_secret, &QCheckBox::toggled, this, [this] {
        showSecret();
        Q_EMIT changed();
    });
    connect(remove, &QToolButton::clicked, this, &HeaderRow::removeRequested);
    showSecret();
}

void HeaderRow::showSecret()
{
    m_value->setEchoMode(m_secret->isChecked() ? QLineEdit::Password : QLineEdit::Normal);
    m_value->setPlaceholderText(m_secret->isChecked() && !m_keptName.isEmpty() ? tr("kept as it is")
                                                                               : tr("value"));
}

void HeaderRow::setHeader(const client::WebhookHeader &header)
{
    m_keptName = header.value ? QString() : header.name;
    m_name->setText(header.name);
    m_value->setText(header.value.value_or(QString()));
    m_secret->setChecked(header.secret);
    showSecret();
}

client::WebhookHeader HeaderRow::header() const
{
    client::WebhookHeader header{m_name->text().trimmed(), m_value->text(), m_secret->isChecked()};
    const bool isKept = header.secret && m_value->text().isEmpty() && !m_keptName.isEmpty()
        && header.name.compare(m_keptName, Qt::CaseInsensitive) == 0;
    if (isKept)
        header.value.reset();
    return header;
}

bool HeaderRow::isEmpty() const
{
    return m_name->text().trimmed().isEmpty() && m_value->text().isEmpty();
}

} // namespace parley::ui
