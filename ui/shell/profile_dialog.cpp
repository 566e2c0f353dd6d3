#include "ui/shell/profile_dialog.h"

#include <array>

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QPixmap>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/shell/secret_store.h"

namespace parley::ui {
namespace {

constexpr qint64 kMaxAuthorityBytes = 1024 * 1024; // all that a system trusts is a quarter of it

// Told apart by people who do not see all colours, on light and on dark.
constexpr std::array<const char *, ConnectionProfile::kColours> kColourValues{
    "#0f8b8d", "#d1495b", "#edae49", "#3b6fd4", "#7a4fbf", "#4c9f38", "#c2571a", "#7d8597"};
constexpr std::array<const char *, ConnectionProfile::kColours> kColourNames{
    QT_TRANSLATE_NOOP("ProfileDialog", "Teal"),   QT_TRANSLATE_NOOP("ProfileDialog", "Red"),
    QT_TRANSLATE_NOOP("ProfileDialog", "Yellow"), QT_TRANSLATE_NOOP("ProfileDialog", "Blue"),
    QT_TRANSLATE_NOOP("ProfileDialog", "Violet"), QT_TRANSLATE_NOOP("ProfileDialog", "Green"),
    QT_TRANSLATE_NOOP("ProfileDialog", "Orange"), QT_TRANSLATE_NOOP("ProfileDialog", "Grey")};

} // namespace

QColor profileColour(int number)
{
    return QColor(QLatin1String(kColourValues.at(static_cast<std::size_t>(number))));
}

QString profileColourName(int number)
{
    return QCoreApplication::translate("ProfileDialog",
                                       kColourNames.at(static_cast<std::size_t>(number)));
}

QByteArray authoritiesFrom(const QString &file, QString &problem)
{
    if (file.isEmpty())
        return {};
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        problem = QCoreApplication::translate("ProfileDialog", "%1 cannot be read: %2.")
                      .arg(file, source.errorString());
    const QByteArray pem = problem.isEmpty() ? source.read(kMaxAuthorityBytes) : QByteArray();
    if (problem.isEmpty() && !pem.contains("-----BEGIN CERTIFICATE-----"))
        problem
            = QCoreApplication::translate("ProfileDialog", "%1 holds no certificate.").arg(file);
    return problem.isEmpty() ? pem : QByteArray();
}

ProfileDialog::ProfileDialog(const ConnectionProfile &profile, ProfileList &profiles,
                             SecretStore &secrets, QWidget *parent) :
    QDialog(parent),
    m_id(profile.id), m_profiles(profiles), m_secrets(secrets), m_problem(problemLabel(this)),
    m_try(new QPushButton(tr("Try it"), this)), m_save(primaryButton(tr("Save"), this))
{
    setWindowTitle(profiles.find(m_id) ? tr("Change a connection") : tr("New connection"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_try);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    setLayout(layout);
    makeRows(profile);
    layout->addWidget(mutedLabel(secrets.placeText(), this));
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_save->setDefault(true);
    m_try->setAutoDefault(false);
    resize(fontMetrics().averageCharWidth() * 76, sizeHint().height());
    for (auto *line : {m_name, m_url, m_token, m_authorityFile})
        connect(line, &QLineEdit::textChanged, this, &ProfileDialog::validate);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_try, &QPushButton::clicked, this, &ProfileDialog::tryIt);
    connect(m_save, &QPushButton::clicked, this, &ProfileDialog::save);
    validate();
}

void ProfileDialog::makeRows(const ConnectionProfile &profile)
{
    m_name = new QLineEdit(profile.name, this);
    m_name->setMaxLength(ConnectionProfile::kMaxNameLength);
    m_url = new QLineEdit(profile.url.toString(), this);
    m_url->setPlaceholderText(QStringLiteral("https://broker.example.org:8443"));
    m_token = new QLineEdit(this);
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(m_profiles.find(m_id) ? tr("as it was")
                                                      : QStringLiteral("prl_live_…"));
    m_authorityFile = new QLineEdit(profile.authorityFile, this);
    m_authorityFile->setPlaceholderText(tr("whom this computer trusts"));
    auto *choose = new QPushButton(tr("Choose…"), this);
    choose->setAutoDefault(false);
    auto *fileRow = new QHBoxLayout;
    fileRow->addWidget(m_authorityFile, 1);
    fileRow->addWidget(choose);
    m_colour = new QComboBox(this);
    for (int i = 0; i < ConnectionProfile::kColours; ++i) {
        QPixmap swatch(16, 16);
        swatch.fill(profileColour(i));
        m_colour->addItem(swatch, profileColourName(i));
    }
    m_colour->setCurrentIndex(profile.colour);
    m_readOnly = new QCheckBox(tr("&Read-only: nothing is changed there"), this);
    m_readOnly->setChecked(profile.readOnly);
    m_production = new QCheckBox(tr("&Production: type its name before something is lost"), this);
    m_production->setChecked(profile.production);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Address"), m_url);
    form->addRow(tr("&Token"), m_token);
    auto *fileLabel = label(tr("Certificate &file"), this);
    fileLabel->setBuddy(m_authorityFile);
    form->addRow(fileLabel, fileRow);
    form->addRow(tr("&Colour"), m_colour);
    form->addRow(QString(), m_readOnly);
    form->addRow(QString(), m_production);
    static_cast<QVBoxLayout *>(layout())->addLayout(form);
    connect(choose, &QPushButton::clicked, this, &ProfileDialog::chooseFile);
}

ConnectionProfile ProfileDialog::typed() const
{
    ConnectionProfile profile;
    profile.id = m_id;
    profile.name = m_name->text().trimmed();
    profile.url = QUrl(m_url->text().trimmed(), QUrl::StrictMode)
                      .adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment
                                | QUrl::RemoveUserInfo);
    profile.authorityFile = m_authorityFile->text().trimmed();
    profile.colour = m_colour->currentIndex();
    profile.readOnly = m_readOnly->isChecked();
    profile.production = m_production->isChecked();
    return profile;
}

void ProfileDialog::validate()
{
    const auto problem = m_profiles.problemOf(typed());
    const bool isBegun = !m_name->text().isEmpty() && !m_url->text().isEmpty();
    showProblem(m_problem, isBegun ? problem : QString());
    const auto *kept = m_profiles.find(m_id); // its token was meant for that address, no other
    const bool hasToken
        = (kept != nullptr && kept->url == typed().url) || !m_token->text().trimmed().isEmpty();
    m_save->setEnabled(problem.isEmpty() && hasToken);
    m_try->setEnabled(problem.isEmpty() && !m_token->text().trimmed().isEmpty());
}

void ProfileDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Certificate of the authority"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_authorityFile, &QLineEdit::setText);
    dialog->open();
}

void ProfileDialog::tryIt()
{
    const auto profile = typed();
    QString problem;
    const auto authorities = authoritiesFrom(profile.authorityFile, problem);
    if (!problem.isEmpty())
        return showProblem(m_problem, problem);
    m_try->setEnabled(false);
    m_admin.setAddress({profile.url, m_token->text().trimmed().toUtf8(), authorities, true});
    m_admin.status(this, [this](const auto &status) {
        m_try->setEnabled(true);
        showProblem(m_problem, status ? QString() : client::sentence(status.error()));
        m_try->setText(status ? tr("It works") : tr("Try it"));
    });
}

void ProfileDialog::save()
{
    const auto profile = typed();
    QString problem;
    (void)authoritiesFrom(profile.authorityFile, problem);
    if (!problem.isEmpty())
        return showProblem(m_problem, problem);
    const auto done = [this, profile, guard = QPointer(this)](const QString &trouble) {
        if (!guard)
            return;
        m_save->setEnabled(true);
        if (!trouble.isEmpty())
            return showProblem(m_problem, trouble);
        m_profiles.put(profile);
        accept();
        Q_EMIT saved(profile.id);
    };
    m_save->setEnabled(false);
    const auto token = m_token->text().trimmed().toUtf8();
    if (token.isEmpty())
        done({});
    else
        m_secrets.write(profile.tokenName(), token, done);
}

} // namespace parley::ui
