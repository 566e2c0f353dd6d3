#pragma once

#include "app/commands/command.h"
#include "server/client/audit_info.h"

namespace parley::app {

// parleyd audit: who did what, and who was refused. Thread: main.
class AuditCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    QString name() const override;
    QString summary() const override;
    QStringList usage() const override;
    void addOptions(QCommandLineParser &parser) const override;
    void run(const QCommandLineParser &parser, const QStringList &words) override;

private:
    enum class Form { Lines, Json, Csv };

    void ask();
    void print(const client::AuditInfo &entry);

    client::AdminClient m_client;
    client::AuditQuery m_query;
    qint64 m_left = 0; // entries still to print
    Form m_form = Form::Lines;
};

} // namespace parley::app
