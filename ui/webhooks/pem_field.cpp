#include "ui/webhooks/pem_field.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSslCertificate>

#include "server/types/webhook_credentials.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr qint64 kMaxPemBytes = WebhookCredentials::kMaxPemBytes;

} // namespace

QString certificatesText(const QByteArray &pem)
{
    const auto all = QSslCertificate::fromData(pem, QSsl::Pem);
    if (all.isEmpty())
        return {};
    const auto &first = all.constFirst();
    const auto names = first.subjectInfo(QSslCertificate::CommonName);
    const auto name = names.isEmpty() ? PemField::tr("without a name") : names.constFirst();
    const auto until = first.expiryDate().toLocalTime().toString(QStringLiteral("yyyy-MM-dd"));
    const bool isOver = first.expiryDate() < QDateTime::currentDateTimeUtc();
    const auto text = isOver ? PemField::tr("%1, ended on %2").arg(name, until)
                             : PemField::tr("%1, until %2").arg(name, until);
    return all.size() == 1 ? text : PemField::tr("%1 (and %2 more)").arg(text).arg(all.size() - 1);
}

PemField::PemField(Kind kind, const QString &name, QWidget *parent) :
    QWidget(parent), m_kind(kind), m_about(mutedLabel({}, this)),
    m_choose(new QPushButton(tr("Choose a file…"), this)),
    m_clear(new QPushButton(tr("Remove"), this))
{
    m_choose->setAccessibleName(tr("%1: choose a file").arg(name));
    m_clear->setAccessibleName(tr("%1: remove").arg(name));
    m_choose->setAutoDefault(false);
    m_clear->setAutoDefault(false);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_about, 1);
    layout->addWidget(m_choose);
    layout->addWidget(m_clear);
    setFocusProxy(m_choose);
    connect(m_choose, &QPushButton::clicked, this, &PemField::choose);
    connect(m_clear, &QPushButton::clicked, this, &PemField::clear);
    showWhatItIs();
}

void PemField::setText(const QString &pem)
{
    m_text = pem;
    showWhatItIs();
}

void PemField::setKept(bool kept)
{
    m_kept = kept;
    m_typed.reset();
    showWhatItIs();
}

void PemField::choose()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file in PEM form"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PemField::load);
    dialog->open();
}

void PemField::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxPemBytes)
        return showWhatItIs(tr("This file cannot be read, or is longer than 64 KiB."));
    const auto bytes = file.read(kMaxPemBytes);
    if (m_kind == Kind::Key)
        m_typed = bytes;
    else
        m_text = QString::fromUtf8(bytes);
    showWhatItIs();
    Q_EMIT changed();
}

void PemField::clear()
{
    m_text.clear();
    m_typed.reset();
    if (m_kind == Kind::Key && m_kept)
        m_typed = QByteArray("");
    showWhatItIs();
    Q_EMIT changed();
}

void PemField::showWhatItIs(const QString &problem)
{
    const bool isKey = m_kind == Kind::Key;
    const bool isTaken = m_typed && m_typed->isEmpty();
    const bool isThere = isKey ? (m_typed ? !m_typed->isEmpty() : m_kept) : !m_text.isEmpty();
    auto about = isKey ? (m_typed && !isTaken ? tr("a new key, sent when you save")
                              : isThere       ? tr("the broker has it")
                                              : tr("none"))
        : isThere      ? certificatesText(m_text.toUtf8())
                       : tr("none");
    if (!problem.isEmpty())
        about = problem;
    m_about->setText(about);
    m_clear->setVisible(isThere);
}

} // namespace parley::ui
