#include "ui/shell/secret_place_dialog.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/shell/secret_store.h"

namespace parley::ui {
namespace {

constexpr int kShortest = 8; // characters of a new passphrase

QLineEdit *passphraseLine(QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setEchoMode(QLineEdit::Password);
    return line;
}

} // namespace

SecretPlaceDialog::SecretPlaceDialog(SecretStore &store, QWidget *parent) :
    QDialog(parent), m_store(store), m_isNew(store.place() != SecretStore::Place::Locked),
    m_passphrase(passphraseLine(this)), m_again(m_isNew ? passphraseLine(this) : nullptr),
    m_problem(problemLabel(this)),
    m_encrypt(primaryButton(m_isNew ? tr("Encrypt with this passphrase") : tr("Open"), this))
{
    setWindowTitle(m_isNew ? tr("Where to keep secrets") : tr("Passphrase"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *form = new QFormLayout;
    form->addRow(tr("&Passphrase"), m_passphrase);
    if (m_again != nullptr)
        form->addRow(tr("&Once more"), m_again);
    auto *session = new QPushButton(tr("Keep for this session only"), this);
    session->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(session);
    buttons->addWidget(m_encrypt);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(mutedLabel(store.placeText(), this));
    if (m_isNew)
        layout->addWidget(mutedLabel(
            tr("They can be kept in a file that a passphrase of at least 8 characters encrypts; "
               "Parley then asks for it at each start. Nobody can restore it for you."),
            this));
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_encrypt->setDefault(true);
    resize(fontMetrics().averageCharWidth() * 76, sizeHint().height());
    connect(m_passphrase, &QLineEdit::textChanged, this, &SecretPlaceDialog::validate);
    if (m_again != nullptr)
        connect(m_again, &QLineEdit::textChanged, this, &SecretPlaceDialog::validate);
    connect(session, &QPushButton::clicked, this, &SecretPlaceDialog::reject);
    connect(m_encrypt, &QPushButton::clicked, this, &SecretPlaceDialog::encrypt);
    validate();
    open();
}

void SecretPlaceDialog::reject()
{
    m_store.keepForSession();
    QDialog::reject();
}

void SecretPlaceDialog::validate()
{
    const auto text = m_passphrase->text();
    QString problem;
    if (m_isNew && !text.isEmpty() && text.size() < kShortest)
        problem = tr("It is too short: at least %1 characters.").arg(kShortest);
    else if (m_again != nullptr && !m_again->text().isEmpty() && m_again->text() != text)
        problem = tr("The two are not the same.");
    showProblem(m_problem, problem);
    m_encrypt->setEnabled(problem.isEmpty() && !text.isEmpty()
                          && (m_again == nullptr || m_again->text() == text));
}

void SecretPlaceDialog::encrypt()
{
    m_encrypt->setEnabled(false);
    m_store.useFile(m_passphrase->text(), [this, guard = QPointer(this)](const QString &problem) {
        if (!guard)
            return;
        if (problem.isEmpty())
            return accept();
        m_encrypt->setEnabled(true);
        showProblem(m_problem, problem);
        m_passphrase->selectAll();
        m_passphrase->setFocus();
    });
}

} // namespace parley::ui
