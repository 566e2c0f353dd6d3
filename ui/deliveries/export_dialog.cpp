#include "ui/deliveries/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDate>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/text_format.h"

namespace parley::ui {

ExportDialog::ExportDialog(const PageContext &context, const client::DeliveryQuery &query,
                           QWidget *parent) :
    QDialog(parent),
    m_context(context), m_query(query), m_format(new QComboBox(this)),
    m_bodies(new QCheckBox(tr("With bodies, custom headers and the query of addresses"), this)),
    m_done(mutedLabel({}, this)), m_problem(problemLabel(this)),
    m_export(primaryButton(tr("Export…"), this))
{
    setWindowTitle(tr("Export deliveries"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("JSON lines: everything, one delivery a line"), QStringLiteral("ndjson"));
    m_format->addItem(tr("HTTP Archive (HAR): for developer tools"), QStringLiteral("har"));
    m_format->addItem(tr("Shell script: the last requests with curl"), QStringLiteral("curl"));
    auto *close = new QPushButton(tr("Close"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    buttons->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(mutedLabel(tr("All deliveries that the filters let through, also those that "
                                    "are not loaded. Credentials are left out always."),
                                 this));
    layout->addWidget(m_format);
    layout->addWidget(m_bodies);
    layout->addWidget(m_done);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_done->hide();
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::chooseFile);
}

void ExportDialog::chooseFile()
{
    const QString format = m_format->currentData().toString();
    const QString suffix = format == QLatin1String("curl") ? QStringLiteral("sh") : format;
    auto *dialog = new QFileDialog(this, tr("Export deliveries"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->selectFile(QStringLiteral("parley-deliveries-%1.%2")
                           .arg(QDate::currentDate().toString(Qt::ISODate), suffix));
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    dialog->open();
}

void ExportDialog::exportTo(const QString &file)
{
    m_export->setEnabled(false);
    client::ExportRequest request{.query = m_query, .format = m_format->currentData().toString()};
    request.redact = !m_bodies->isChecked();
    m_context.link.admin().deliveryActs().exportAll(request, this, [this, file](const auto &bytes) {
        m_export->setEnabled(true);
        showProblem(m_problem, bytes ? QString() : client::sentence(bytes.error()));
        if (bytes)
            write(file, *bytes);
    });
}

void ExportDialog::write(const QString &name, const QByteArray &bytes)
{
    QSaveFile file(name);
    const bool isWritten
        = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    showProblem(m_problem, isWritten ? QString() : file.errorString());
    m_done->setVisible(isWritten);
    m_done->setText(tr("%1 written to %2").arg(bytesText(quint64(bytes.size())), name));
}

} // namespace parley::ui
