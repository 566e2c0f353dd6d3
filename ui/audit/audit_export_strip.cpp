#include "ui/audit/audit_export_strip.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

#include "ui/common/labels.h"
#include "ui/models/text_format.h"

namespace parley::ui {

AuditExportStrip::AuditExportStrip(QWidget *parent) :
    QWidget(parent), m_text(mutedLabel({}, this)), m_bar(new QProgressBar(this)),
    m_cancel(new QPushButton(tr("Cancel the export"), this)),
    m_close(new QPushButton(tr("Close"), this))
{
    m_bar->setRange(0, 0); // how many there are nobody counted
    m_bar->setTextVisible(false);
    m_bar->setMaximumWidth(fontMetrics().averageCharWidth() * 24);
    m_bar->setAccessibleName(tr("Export"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    layout->addWidget(m_close);
    connect(m_cancel, &QPushButton::clicked, this, &AuditExportStrip::cancel);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

AuditExportStrip::~AuditExportStrip() = default;

void AuditExportStrip::start(client::AccessClient &access, const client::AuditQuery &query,
                             AuditExport::Filter filter, const QString &file)
{
    m_file = file;
    auto running = std::make_unique<AuditExport>(access, query, std::move(filter), file,
                                                 AuditExport::formOf(file), nullptr);
    connect(running.get(), &AuditExport::progressed, this, &AuditExportStrip::showProgress);
    connect(running.get(), &AuditExport::finished, this, &AuditExportStrip::showEnd);
    setRunning(std::move(running));
    showProgress(0, {});
    show();
}

void AuditExportStrip::setRunning(std::unique_ptr<AuditExport> running)
{
    if (auto *const ended = m_export.release())
        ended->deleteLater(); // it may be the one that speaks
    m_export = std::move(running);
    m_bar->setVisible(isRunning());
    m_cancel->setVisible(isRunning());
    m_close->setVisible(!isRunning());
    Q_EMIT runningChanged();
}

void AuditExportStrip::cancel()
{
    if (!isRunning())
        return;
    m_export->disconnect(this);
    setRunning(nullptr);
    m_text->setText(tr("The export was cancelled; no file was written."));
}

void AuditExportStrip::showProgress(quint64 written, const QDateTime &reached)
{
    const auto name = QFileInfo(m_file).fileName();
    m_text->setText(reached.isValid() ? tr("Exporting to %1: %2 acts, back to %3")
                                            .arg(name, countText(written), dayAndClockText(reached))
                                      : tr("Exporting to %1…").arg(name));
}

void AuditExportStrip::showEnd(quint64 written, const QString &problem)
{
    setRunning(nullptr);
    m_text->setText(problem.isEmpty()
                        ? tr("%1 acts are in %2.").arg(countText(written), m_file)
                        : tr("The export failed, no file was written: %1").arg(problem));
}

} // namespace parley::ui
