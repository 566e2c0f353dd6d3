#include "app/daemon/command_line.h"

#include <cstdio>
#include <optional>

#include <QCoreApplication>
#include <QTimer>

#include "app/commands/audit_command.h"
#include "app/commands/certificate_command.h"
#include "app/commands/delivery_command.h"
#include "app/commands/function_command.h"
#include "app/commands/held_command.h"
#include "app/commands/inspector_command.h"
#include "app/commands/permission_command.h"
#include "app/commands/publish_command.h"
#include "app/commands/room_command.h"
#include "app/commands/tail_command.h"
#include "app/commands/template_command.h"
#include "app/commands/token_command.h"
#include "app/commands/topic_command.h"
#include "app/commands/webhook_command.h"
#include "app/daemon/backup_command.h"
#include "app/daemon/serve_command.h"

using namespace Qt::StringLiterals;

namespace parley::app {

CommandLine::CommandLine()
{
    m_commands.push_back(std::make_unique<ServeCommand>());
    m_commands.push_back(std::make_unique<PublishCommand>());
    m_commands.push_back(std::make_unique<TailCommand>());
    m_commands.push_back(std::make_unique<TopicCommand>());
    m_commands.push_back(std::make_unique<TokenCommand>());
    m_commands.push_back(std::make_unique<TemplateCommand>());
    m_commands.push_back(std::make_unique<PermissionCommand>());
    m_commands.push_back(std::make_unique<AuditCommand>());
    m_commands.push_back(std::make_unique<WebhookCommand>());
    m_commands.push_back(std::make_unique<FunctionCommand>());
    m_commands.push_back(std::make_unique<InspectorCommand>());
    m_commands.push_back(std::make_unique<DeliveryCommand>());
    m_commands.push_back(std::make_unique<RoomCommand>());
    m_commands.push_back(std::make_unique<HeldCommand>());
    m_commands.push_back(std::make_unique<CertificateCommand>());
    m_commands.push_back(std::make_unique<BackupCommand>());
    m_commands.push_back(std::make_unique<RestoreCommand>());
}

Command *CommandLine::find(const QString &name) const
{
    for (const auto &command : m_commands)
        if (command->name() == name)
            return command.get();
    return nullptr;
}

QString CommandLine::overview() const
{
    QString text = u"Usage: parleyd COMMAND [OPTIONS]\n\n"_s;
    for (const auto &command : m_commands)
        text += u"  %1%2\n"_s.arg(command->name(), -12).arg(command->summary());
    return text + u"\nparleyd COMMAND --help shows the options of one.\n"_s;
}

std::optional<int> CommandLine::run(const QStringList &arguments)
{
    const QString verb = arguments.value(1);
    if (verb == u"--version") {
        std::printf("parleyd %s\n", qUtf8Printable(QCoreApplication::applicationVersion()));
        return Done;
    }
    Command *command = find(verb);
    if (!command) {
        const bool asked = verb == u"--help" || verb == u"-h" || verb == u"help";
        std::fputs(qUtf8Printable(overview()), asked ? stdout : stderr);
        return asked ? Done : BadUsage;
    }
    m_parser.setApplicationDescription(command->usage().join(u'\n'));
    m_parser.addHelpOption();
    command->addOptions(m_parser);
    QStringList rest = arguments;
    rest.removeAt(1);
    m_parser.process(rest); // ends the process on --help and on an unknown option
    QObject::connect(
        command, &Command::finished, command, [](int code) { QCoreApplication::exit(code); },
        Qt::QueuedConnection);
    QTimer::singleShot(0, command,
                       [this, command] { command->run(m_parser, m_parser.positionalArguments()); });
    return std::nullopt;
}

} // namespace parley::app
