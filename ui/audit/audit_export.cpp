#include "ui/audit/audit_export.h"

#include <QSaveFile>

#include "server/client/audit_lines.h"
#include "server/client/wire_error.h"

namespace parley::ui {
namespace {

constexpr int kPageEntries = 1000; // the most that a request brings

} // namespace

AuditExport::AuditExport(client::AccessClient &access, const client::AuditQuery &query,
                         Filter filter, const QString &file, Form form, QObject *parent) :
    QObject(parent),
    m_access(access), m_query(query), m_filter(std::move(filter)), m_form(form),
    m_file(std::make_shared<QSaveFile>(file))
{
    m_disk.setMaxThreadCount(1);
    m_query.before = 0;
    m_query.limit = kPageEntries;
    onDisk(
        [form](QSaveFile &out) {
            const QByteArray head = form == Form::Csv ? client::auditCsvHead() : QByteArray();
            return out.open(QIODevice::WriteOnly)
                && out.setPermissions(QSaveFile::ReadOwner | QSaveFile::WriteOwner)
                && out.write(head) == head.size();
        },
        [this](const QString &problem) { problem.isEmpty() ? ask() : end(problem); });
}

AuditExport::~AuditExport()
{
    m_disk.waitForDone(); // at most one page; what was not committed goes with the file
}

AuditExport::Form AuditExport::formOf(const QString &file)
{
    const bool isJson = file.endsWith(QLatin1String("json"), Qt::CaseInsensitive)
        || file.endsWith(QLatin1String("jsonl"), Qt::CaseInsensitive);
    return isJson ? Form::JsonLines : Form::Csv;
}

void AuditExport::onDisk(std::function<bool(QSaveFile &)> work, std::function<void(QString)> then)
{
    m_disk.start([this, file = m_file, work = std::move(work), then = std::move(then)] {
        const QString problem = work(*file) ? QString() : file->errorString();
        QMetaObject::invokeMethod(
            this, [then, problem] { then(problem); }, Qt::QueuedConnection);
    });
}

void AuditExport::ask()
{
    m_access.audit(m_query, this, [this](const auto &page) {
        if (page)
            take(*page);
        else
            end(client::sentence(page.error()));
    });
}

void AuditExport::take(const client::AuditPage &page)
{
    QByteArray text;
    for (const auto &act : page.entries) {
        if (!m_filter(act))
            continue;
        text += m_form == Form::Csv ? client::auditCsvRow(act) : client::auditJsonLine(act);
        ++m_written;
    }
    const bool isLast = page.next == 0;
    const auto reached = page.entries.isEmpty() ? QDateTime() : page.entries.last().time;
    m_query.before = page.next;
    onDisk(
        [text, isLast](QSaveFile &out) {
            return out.write(text) == text.size() && (!isLast || out.commit());
        },
        [this, isLast, reached](const QString &problem) {
            if (isLast || !problem.isEmpty())
                return end(problem);
            Q_EMIT progressed(m_written, reached);
            ask();
        });
}

void AuditExport::end(const QString &problem)
{
    Q_EMIT finished(m_written, problem);
}

} // namespace parley::ui
