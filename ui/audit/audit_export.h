#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QThreadPool>

#include "server/client/access_client.h"

class QSaveFile;

namespace parley::ui {

// Writes the acts of a query to a file, page by page, so that it needs the memory of one page. The
// file is there when all is written, and not at all before or after a failure. Thread: GUI; the
// disk is waited for on a thread of its own.
class AuditExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditExport)

public:
    enum class Form { Csv, JsonLines };
    using Filter = std::function<bool(const client::AuditInfo &act)>; // what it returns true for

    //! Begins at once. \param access borrowed, outlives this. \param filter of the found ones;
    //! called on this thread.
    AuditExport(client::AccessClient &access, const client::AuditQuery &query, Filter filter,
                const QString &file, Form form, QObject *parent);
    ~AuditExport() override; // leaves no half file

    static Form formOf(const QString &file); // by its ending; CSV when it says nothing

Q_SIGNALS:
    void progressed(quint64 written, const QDateTime &reached); // acts so far; newest first
    void finished(quint64 written, const QString &problem); // once; a sentence, "": all is there

private:
    void ask();
    void take(const client::AuditPage &page);
    void end(const QString &problem);
    //! On the other thread; \p then with a problem or "", on this one.
    void onDisk(std::function<bool(QSaveFile &)> work, std::function<void(QString)> then);

    client::AccessClient &m_access;
    client::AuditQuery m_query;
    const Filter m_filter;
    const Form m_form;
    QThreadPool m_disk; // one thread: what is written is in order
    std::shared_ptr<QSaveFile> m_file; // touched by that thread only
    quint64 m_written = 0;
};

} // namespace parley::ui
