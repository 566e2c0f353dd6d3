#include "app/desktop/desktop_arguments.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <QCommandLineOption>
#include <QCommandLineParser>

#include "app/common/data_paths.h"

using namespace Qt::StringLiterals;

namespace parley::app {

bool hasDisplay(int argc, char **argv)
{
    for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    for (int i = 1; i < argc; ++i)
        if (std::string_view(argv[i]) == "-platform")
            return true;
    return false;
}

DesktopArguments desktopArguments(const QStringList &arguments, const QString &pictureData)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"A message broker that you run by sight, with rooms that translate."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {u"data"_s, u"Data directory; made when it is missing."_s, u"DIR"_s},
        {u"port"_s, u"Port of the broker on this computer."_s, u"N"_s, u"8080"_s},
        {u"demo"_s, u"Start with the demo room."_s},
        {u"new-instance"_s, u"Open another window even if one runs."_s},
        {u"screenshots"_s, u"With the demo: write a picture of every page to DIR and end."_s,
         u"DIR"_s},
    });
    QCommandLineOption measureStart(u"measure-start"_s); // for tests/bench/start
    measureStart.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOption(measureStart);
    parser.process(arguments);

    DesktopArguments result;
    bool validPort = false;
    result.options.port = parser.value(u"port"_s).toUShort(&validPort);
    if (!validPort) {
        std::fputs("parley: --port takes a number from 0 to 65535\n", stderr);
        std::exit(2);
    }
    result.options.demo = parser.isSet(u"demo"_s);
    result.options.screenshots = parser.value(u"screenshots"_s);
    result.options.dataDirectory = parser.value(u"data"_s);
    result.options.measureStart = parser.isSet(measureStart);
    result.newInstance = parser.isSet(u"new-instance"_s);
    if (parser.isSet(u"screenshots"_s)) {
        result.newInstance = true;
        result.options.keepSecrets = false;
        if (!parser.isSet(u"port"_s))
            result.options.port = 0;
        if (!parser.isSet(u"data"_s))
            result.options.dataDirectory = pictureData;
    }
    result.options.anotherWindow = result.newInstance;
    if (result.options.dataDirectory.isEmpty())
        result.options.dataDirectory = defaultDataDirectory();
    return result;
}

} // namespace parley::app
