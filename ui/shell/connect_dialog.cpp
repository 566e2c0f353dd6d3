#include "ui/shell/connect_dialog.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_url.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {

ConnectDialog::ConnectDialog(QWidget *parent) :
    QDialog(parent), m_url(new QLineEdit(this)), m_token(new QLineEdit(this)),
    m_problem(problemLabel(this)), m_connect(primaryButton(tr("Connect"), this))
{
    setWindowTitle(tr("Connect to a broker"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_url->setPlaceholderText(QStringLiteral("https://broker.example.org:8080"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(QStringLiteral("prl_live_…"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("Admin &token"), m_token);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_connect);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(
        mutedLabel(tr("The token is kept until you close the window, and nowhere else."), this));
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_connect->setDefault(true);
    resize(fontMetrics().averageCharWidth() * 70, sizeHint().height());
    connect(m_url, &QLineEdit::textChanged, this, &ConnectDialog::validate);
    connect(m_token, &QLineEdit::textChanged, this, &ConnectDialog::validate);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_connect, &QPushButton::clicked, this, &ConnectDialog::tryIt);
    validate();
}

client::BrokerAddress ConnectDialog::typed() const
{
    QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    url = url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment
                       | QUrl::RemoveUserInfo);
    return {url, m_token->text().trimmed().toUtf8()};
}

void ConnectDialog::validate()
{
    const auto problem = brokerUrlProblem(typed().url);
    showProblem(m_problem, m_url->text().isEmpty() ? QString() : problem);
    m_connect->setEnabled(problem.isEmpty() && !m_token->text().trimmed().isEmpty());
}

void ConnectDialog::tryIt()
{
    const auto address = typed();
    m_connect->setEnabled(false);
    m_admin.setAddress(address);
    m_admin.status(this, [this, address](const auto &status) {
        m_connect->setEnabled(true);
        if (!status) {
            showProblem(m_problem, client::sentence(status.error()));
            return;
        }
        Q_EMIT chosen(address);
        accept();
    });
}

} // namespace parley::ui
