#include "ui/shell/profile_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QPointer>
#include <QThreadPool>
#include <QVBoxLayout>

#include "server/client/tls_trust.h"
#include "server/client/wire_error.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/shell/profile_colors.h"

namespace parley::ui {
namespace {

QByteArray readAuthority(const QString &path) // not on the GUI thread; empty: it cannot be read
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.read(Profile::kMaxAuthorityBytes + 1); // one too many tells that it is too long
}

} // namespace

ProfileDialog::ProfileDialog(Profile profile, const QString &place, QWidget *parent) :
    QDialog(parent), m_profile(std::move(profile)), m_name(new QLineEdit(m_profile.name, this)),
    m_url(new QLineEdit(m_profile.url.toString(), this)), m_token(new QLineEdit(this)),
    m_color(new QComboBox(this)),
    m_readOnly(new QCheckBox(tr("&Read-only: nothing in this window can change it"), this)),
    m_production(new QCheckBox(tr("&Production: deleting asks for the name first"), this)),
    m_problem(problemLabel(this)), m_anyway(linkButton(tr("Keep it all the same"), this)),
    m_keep(primaryButton(m_profile.id.isEmpty() ? tr("Connect") : tr("Save"), this))
{
    setWindowTitle(m_profile.id.isEmpty() ? tr("Connect to a broker") : tr("Edit the profile"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setMaxLength(int(Profile::kMaxNameLength));
    m_name->setPlaceholderText(tr("what you call it, such as Shop"));
    m_url->setPlaceholderText(QStringLiteral("https://broker.example.org:8443"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(m_profile.id.isEmpty() ? QStringLiteral("prl_live_…")
                                                       : tr("as it is"));
    fillProfileColors(*m_color, m_profile.color);
    m_readOnly->setChecked(m_profile.readOnly);
    m_readOnly->setAccessibleName(tr("Read-only"));
    m_readOnly->setAccessibleDescription(tr("Nothing in this window can change that broker."));
    m_production->setChecked(m_profile.production);
    m_production->setAccessibleName(tr("Production"));
    m_production->setAccessibleDescription(tr("Deleting something asks for its name first."));
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("Authority"), makeAuthority());
    form->addRow(tr("&Token"), m_token);
    form->addRow(QString(), mutedLabel(place, this));
    form->addRow(tr("&Colour"), m_color);
    form->addRow(QString(), m_readOnly);
    form->addRow(QString(), m_production);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_anyway);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_keep);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_anyway->hide();
    m_keep->setDefault(true);
    resize(fontMetrics().averageCharWidth() * 76, sizeHint().height());
    for (auto *line : {m_name, m_url, m_token})
        connect(line, &QLineEdit::textChanged, this, &ProfileDialog::validate);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_keep, &QPushButton::clicked, this, &ProfileDialog::tryIt);
    connect(m_anyway, &QPushButton::clicked, this, &ProfileDialog::keep);
    showAuthority();
    validate();
}

QWidget *ProfileDialog::makeAuthority()
{
    auto *row = new QWidget(this);
    m_authority = label({}, row);
    m_authority->setWordWrap(true);
    auto *choose = new QPushButton(tr("Choose a file…"), row);
    m_forgetAuthority = linkButton(tr("Forget"), row);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_authority, 1);
    layout->addWidget(m_forgetAuthority);
    layout->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, &ProfileDialog::chooseAuthority);
    connect(m_forgetAuthority, &QPushButton::clicked, this, [this] {
        m_profile.authorities.clear();
        showAuthority();
    });
    return row;
}

void ProfileDialog::showAuthority()
{
    m_authority->setText(m_profile.authorities.isEmpty()
                             ? tr("those that this computer trusts")
                             : tr("only the one of the file you chose"));
    m_forgetAuthority->setVisible(!m_profile.authorities.isEmpty());
}

void ProfileDialog::chooseAuthority()
{
    auto *files = new QFileDialog(this, tr("The authority of the broker's certificate"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(files, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QThreadPool::globalInstance()->start([path, guard = QPointer<ProfileDialog>(this)] {
            const QByteArray pem = readAuthority(path);
            QMetaObject::invokeMethod(qApp, [pem, guard] {
                if (guard)
                    guard->takeAuthority(pem);
            });
        });
    });
    files->open();
}

void ProfileDialog::takeAuthority(const QByteArray &pem)
{
    if (pem.size() > Profile::kMaxAuthorityBytes || !client::holdsCertificates(pem)) {
        showProblem(m_problem, tr("The file holds no certificate in PEM form."));
        return;
    }
    m_profile.authorities = pem;
    showAuthority();
    validate();
}

Profile ProfileDialog::typed() const
{
    Profile profile = m_profile;
    profile.name = m_name->text().trimmed();
    profile.url = QUrl(m_url->text().trimmed(), QUrl::StrictMode)
                      .adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment
                                | QUrl::RemoveUserInfo);
    profile.color = m_color->currentData().toString();
    profile.readOnly = m_readOnly->isChecked();
    profile.production = m_production->isChecked();
    return profile;
}

void ProfileDialog::validate()
{
    const bool isBegun = !m_name->text().isEmpty() && !m_url->text().isEmpty();
    const auto problem = profileProblem(typed());
    showProblem(m_problem, isBegun ? problem : QString());
    const bool keepsToken = !m_profile.id.isEmpty()
        && m_profile.url == typed().url; // it was meant for that address and goes to no other
    m_keep->setEnabled(problem.isEmpty() && (keepsToken || !m_token->text().trimmed().isEmpty()));
    m_anyway->hide();
}

void ProfileDialog::tryIt()
{
    if (m_token->text().trimmed().isEmpty())
        return keep(); // only its looks and rules were changed
    const auto profile = typed();
    m_keep->setEnabled(false);
    m_admin.setAddress({profile.url, m_token->text().trimmed().toUtf8(), profile.authorities});
    m_admin.access().ownToken(this, [this](const auto &token) {
        if (token)
            return keep();
        m_keep->setEnabled(true);
        m_anyway->setVisible(token.error().retryable());
        showProblem(m_problem, client::sentence(token.error()));
    });
}

void ProfileDialog::keep()
{
    Q_EMIT profileWritten(typed(), m_token->text().trimmed().toUtf8());
    accept();
}

} // namespace parley::ui
