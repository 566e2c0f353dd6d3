#include "ui/tokens/token_options.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/common/buttons.h"

namespace parley::ui {
namespace {

constexpr int kMostConnections = 1'000'000; // as the broker; what a template has must fit
constexpr int kMostPerSecond = 1'000'000;

} // namespace

TokenOptions::TokenOptions(QWidget *parent) : QWidget(parent)
{
    auto *fold = linkButton(tr("▸ Options"), this);
    fold->setCheckable(true);
    fold->setAccessibleName(tr("Options"));
    auto *fields = makeFields();
    fields->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(fold, 0, Qt::AlignLeft);
    layout->addWidget(fields);
    connect(fold, &QPushButton::toggled, fields, [fold, fields](bool open) {
        fold->setText(open ? tr("▾ Options") : tr("▸ Options"));
        fields->setVisible(open);
    });
}

QSpinBox *TokenOptions::bound(const QString &unit, int most)
{
    auto *box = new QSpinBox(this);
    box->setRange(0, most);
    box->setSpecialValueText(tr("no limit"));
    box->setSuffix(unit);
    box->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    connect(box, &QSpinBox::valueChanged, this, &TokenOptions::changed);
    return box;
}

QWidget *TokenOptions::makeFields()
{
    auto *fields = new QWidget(this);
    m_oneUse = new QCheckBox(tr("can be used once"), fields);
    m_refreshable = new QCheckBox(tr("can be refreshed before it ends"), fields);
    m_connections = bound(tr(" at a time"), kMostConnections);
    m_messages = bound(tr(" per second"), kMostPerSecond);
    m_requests = bound(tr(" per second"), kMostPerSecond);
    m_origins = new QLineEdit(fields);
    m_origins->setPlaceholderText(tr("any; or https://chat.example.org, …"));
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(12, 0, 0, 0);
    form->addRow({}, m_oneUse);
    form->addRow({}, m_refreshable);
    form->addRow(tr("Connections"), m_connections);
    form->addRow(tr("Messages"), m_messages);
    form->addRow(tr("Requests"), m_requests);
    form->addRow(tr("From web pages"), m_origins);
    connect(m_oneUse, &QCheckBox::toggled, this, &TokenOptions::changed);
    connect(m_refreshable, &QCheckBox::toggled, this, &TokenOptions::changed);
    connect(m_origins, &QLineEdit::textChanged, this, &TokenOptions::changed);
    return fields;
}

void TokenOptions::setRefreshAllowed(bool allowed)
{
    m_refreshable->setEnabled(allowed);
    m_refreshable->setToolTip(allowed ? QString() : tr("For API keys that have an end"));
}

void TokenOptions::setRefreshOffered(bool offered)
{
    m_refreshable->setVisible(offered);
}

void TokenOptions::setFrom(const client::TokenRequest &request)
{
    m_oneUse->setChecked(request.oneUse);
    m_refreshable->setChecked(request.refreshable);
    m_connections->setValue(int(request.maxConnections));
    m_messages->setValue(int(request.publishPerSecond));
    m_requests->setValue(int(request.requestsPerSecond));
    m_origins->setText(request.allowedOrigins.join(QStringLiteral(", ")));
}

void TokenOptions::addTo(client::TokenRequest &request) const
{
    static const QRegularExpression between(QStringLiteral("[,\\s]+"));
    request.oneUse = m_oneUse->isChecked();
    request.refreshable = m_refreshable->isEnabled() && m_refreshable->isChecked();
    request.maxConnections = std::uint32_t(m_connections->value());
    request.publishPerSecond = std::uint32_t(m_messages->value());
    request.requestsPerSecond = std::uint32_t(m_requests->value());
    request.allowedOrigins = m_origins->text().split(between, Qt::SkipEmptyParts);
}

} // namespace parley::ui
