#include <QApplication>
#include <QScrollBar>

#include "tests/bench/views/next_paint.h"
#include "tests/bench/views/thread_cpu.h"
#include "ui/common/theme.h"
#include "ui/views/chat_model.h"
#include "ui/views/chat_view.h"

using namespace parley::ui;
using namespace parley::bench;

namespace {

constexpr int kRounds = 200;

ChatEntry message(int i)
{
    ChatEntry made;
    made.id = QString::number(i);
    made.senderName = QStringLiteral("Person %1").arg(i % 7);
    made.senderId = QString::number(i % 7);
    made.mine = i % 5 == 0;
    made.timeMs = 1'700'000'000'000 + qint64(i) * 60'000;
    made.text = QStringLiteral("Message %1: see you tomorrow at the station. ")
                    .arg(i)
                    .repeated(1 + i % 4);
    if (i % 3 == 0) {
        made.originalText = QStringLiteral("Hola, nos vemos mañana en la estación.");
        made.sourceLanguage = QStringLiteral("es");
        made.targetLanguage = QStringLiteral("en");
        made.translation.status = ChatTranslation::Status::Translated;
    }
    if (i % 11 == 0)
        made.text = QStringLiteral("明日の朝、駅の前で会いましょう。天気が良さそうですね！");
    return made;
}

QList<ChatEntry> messages(int count)
{
    QList<ChatEntry> entries;
    for (int i = 0; i < count; ++i)
        entries.append(message(i));
    return entries;
}

double appendCost(int count)
{
    ChatModel model;
    model.append(messages(count));
    ChatView view;
    view.resize(800, 800);
    view.setModel(&model);
    view.show();
    NextPaint painted(view.viewport());
    painted.wait();
    std::vector<double> costs;
    for (int i = 0; i < kRounds; ++i)
        costs.push_back(cpuMs([&] {
            model.append(message(count + i));
            painted.wait();
        }));
    return mean(costs);
}

} // namespace

// The chat's gates: CPU of the GUI thread, not elapsed time.
// QT_QPA_PLATFORM=offscreen bench_chat_view
int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    applyFonts();
    applyTheme(ThemeChoice::Light);
    appendCost(100); // fonts and styles are loaded now
    const double small = appendCost(2000);
    const double large = appendCost(200'000);
    report("append + repaint, 2,000 messages, mean", small, 3, "ms");
    report("append + repaint, 200,000 messages, mean", large, 3, "ms");
    report("append(200k) / append(2k)", large / small, 1.5, "x");

    ChatModel model;
    const auto history = messages(200'000);
    std::printf("filling the model with 200,000 messages: %.0f ms\n",
                cpuMs([&] { model.append(history); }));
    ChatView view;
    view.resize(800, 800);
    view.show();
    NextPaint painted(view.viewport());
    painted.wait();
    report("open 200,000 messages and paint", cpuMs([&] {
               view.setModel(&model);
               painted.wait();
           }),
           200, "ms");
    std::vector<double> resizes;
    std::vector<double> scrolls;
    for (int i = 0; i < kRounds; ++i) {
        resizes.push_back(cpuMs([&] {
            view.resize(600 + i, 800);
            painted.wait();
        }));
    }
    report("resize + repaint, p99", percentile(resizes, 0.99), 10, "ms");
    for (int i = 0; i < kRounds; ++i)
        scrolls.push_back(cpuMs([&] {
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->value() - 120);
            painted.wait();
        }));
    std::printf("scroll by 120 px + repaint: mean %.2f, p99 %.2f ms\n", mean(scrolls),
                percentile(scrolls, 0.99));
    return 0;
}
