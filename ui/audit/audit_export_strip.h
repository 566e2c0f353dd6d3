#pragma once

#include <memory>

#include <QWidget>

#include "ui/audit/audit_export.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace parley::ui {

// How far an export is, with a way to end it; then what became of it. Hidden while there is none.
// Thread: GUI.
class AuditExportStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditExportStrip)

public:
    explicit AuditExportStrip(QWidget *parent);
    ~AuditExportStrip() override;

    //! One at a time: another ends the one before. See AuditExport.
    void start(client::AccessClient &access, const client::AuditQuery &query,
               AuditExport::Filter filter, const QString &file);
    void cancel(); // nothing is left of it
    bool isRunning() const { return m_export != nullptr; }

Q_SIGNALS:
    void runningChanged();

private:
    void showProgress(quint64 written, const QDateTime &reached);
    void showEnd(quint64 written, const QString &problem);
    void setRunning(std::unique_ptr<AuditExport> running);

    QString m_file{};
    std::unique_ptr<AuditExport> m_export;
    QLabel *m_text = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_close = nullptr;
};

} // namespace parley::ui
