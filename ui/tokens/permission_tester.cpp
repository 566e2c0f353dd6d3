#include "ui/tokens/permission_tester.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>

#include "server/client/wire_error.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"
#include "ui/models/token_text.h"

namespace parley::ui {
namespace {

QString missingText(const QString &missing)
{
    if (missing == QLatin1String("role"))
        return PermissionTester::tr("That grant covers the topic, but gives another right.");
    if (missing == QLatin1String("namespace"))
        return PermissionTester::tr("That grant is for another namespace.");
    if (missing == QLatin1String("topic"))
        return PermissionTester::tr("That grant is for other topics.");
    return {};
}

// What the broker says, without what is told in other words beside it: the verdict before the
// colon, and the nearest grant behind the semicolon.
QString statement(const client::PermissionAnswer &answer)
{
    auto text = answer.sentence;
    for (const auto *verdict : {"denied: ", "allowed: "}) {
        if (text.startsWith(QLatin1String(verdict)))
            text.remove(0, qsizetype(qstrlen(verdict)));
    }
    if (const auto nearest = text.indexOf(QLatin1String("; the nearest is "));
        nearest >= 0 && answer.grant)
        text.truncate(nearest);
    return text.isEmpty() ? QString()
                          : client::sentence({ErrorCode::PermissionDenied, text.toStdString()});
}

// "tokens.write", as the broker calls it.
QString actionOf(AdminArea area, AdminAccess access)
{
    return QStringLiteral("%1.%2").arg(QString::fromStdString(std::string(wireName(area))),
                                       QString::fromStdString(std::string(wireName(access))));
}

QString listText(const QString &title, const QList<client::PermittedToken> &tokens)
{
    QStringList lines{title};
    for (const auto &token : tokens) {
        const auto why
            = token.grant ? grantText(*token.grant) : PermissionTester::tr("may do everything");
        lines.append(
            QStringLiteral("    %1 — %2").arg(token.label.isEmpty() ? token.id : token.label, why));
    }
    if (tokens.isEmpty())
        lines.append(QStringLiteral("    ") + PermissionTester::tr("nobody"));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString verdictText(const client::PermissionAnswer &answer)
{
    return answer.allowed ? PermissionTester::tr("✓ ALLOWED") : PermissionTester::tr("✕ DENIED");
}

QString reasonText(const client::PermissionAnswer &answer)
{
    const auto said = statement(answer);
    if (answer.allowed)
        return answer.grant ? PermissionTester::tr("By its grant: %1").arg(grantText(*answer.grant))
                            : said;
    QStringList lines;
    if (!said.isEmpty())
        lines.append(said);
    if (answer.grant)
        lines.append(PermissionTester::tr("Nearest grant: %1").arg(grantText(*answer.grant)));
    if (const auto missing = missingText(answer.missing); !missing.isEmpty())
        lines.append(missing);
    return lines.join(QLatin1Char('\n'));
}

PermissionTester::PermissionTester(const PageContext &context, const client::TokenInfo &token,
                                   QWidget *parent) :
    QDialog(parent),
    m_context(context)
{
    setWindowTitle(tr("Test a permission"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *tabs = new QTabWidget(this);
    tabs->addTab(makeQuestion(token), tr("May this token…"));
    tabs->addTab(makeReverse(), tr("Who may…"));
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(tabs, 1);
    layout->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    askForTokens(token.id);
    resize(fontMetrics().averageCharWidth() * 90, sizeHint().height());
}

QWidget *PermissionTester::makeQuestion(const client::TokenInfo &token)
{
    auto *side = new QWidget(this);
    m_token = new QComboBox(side);
    addOwnToken(token);
    m_secret = new QLineEdit(side);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setPlaceholderText(tr("or paste a secret"));
    m_secret->setMaxLength(512);
    m_action = new QComboBox(side);
    addActions();
    m_nameSpace = new QLineEdit(QStringLiteral("default"), side);
    m_topic = new QLineEdit(side);
    auto *check = primaryButton(tr("Check"), side);
    check->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_verdict = headingLabel({}, side);
    m_reason = label({}, side);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_reason->setMinimumHeight(fontMetrics().lineSpacing() * 4);
    m_reason->setAlignment(Qt::AlignTop);
    m_question = new QFormLayout(side);
    auto *form = m_question;
    form->addRow(tr("&Token"), m_token);
    form->addRow(tr("&Secret"), m_secret);
    form->addRow(tr("&Action"), m_action);
    form->addRow(tr("&Namespace"), m_nameSpace);
    form->addRow(tr("T&opic"), m_topic);
    form->addRow({}, check);
    form->addRow(m_verdict);
    form->addRow(m_reason);
    check->setDefault(true);
    connect(check, &QPushButton::clicked, this, &PermissionTester::check);
    connect(m_action, &QComboBox::currentIndexChanged, this, [this] {
        m_question->setRowVisible(m_nameSpace, asksAboutTopic());
        m_question->setRowVisible(m_topic, asksAboutTopic());
    });
    connect(m_secret, &QLineEdit::textChanged, m_token,
            [this](const QString &secret) { m_token->setEnabled(secret.isEmpty()); });
    return side;
}

QWidget *PermissionTester::makeReverse()
{
    auto *side = new QWidget(this);
    m_whoseNameSpace = new QLineEdit(QStringLiteral("default"), side);
    m_whoseTopic = new QLineEdit(side);
    auto *ask = new QPushButton(tr("Show who may"), side);
    ask->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    ask->setAutoDefault(false);
    m_who = label({}, side);
    m_who->setAlignment(Qt::AlignTop);
    m_who->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *area = new QScrollArea(side);
    area->setWidget(m_who);
    area->setWidgetResizable(true);
    area->setAccessibleName(tr("Who may do what"));
    auto *form = new QFormLayout;
    form->addRow(tr("&Namespace"), m_whoseNameSpace);
    form->addRow(tr("T&opic"), m_whoseTopic);
    form->addRow({}, ask);
    auto *layout = new QVBoxLayout(side);
    layout->addLayout(form);
    layout->addWidget(area, 1);
    connect(ask, &QPushButton::clicked, this, &PermissionTester::askWho);
    connect(m_whoseTopic, &QLineEdit::returnPressed, this, &PermissionTester::askWho);
    return side;
}

void PermissionTester::addOwnToken(const client::TokenInfo &chosen)
{
    m_token->addItem(tr("the token of this window"), QString());
    if (chosen.id.isEmpty())
        return;
    m_token->addItem(chosen.label.isEmpty() ? chosen.id : chosen.label, chosen.id);
    m_token->setCurrentIndex(1);
}

void PermissionTester::addActions()
{
    m_action->addItem(tr("publish"), QStringLiteral("publish"));
    m_action->addItem(tr("read live"), QStringLiteral("subscribe"));
    m_action->addItem(tr("read history"), QStringLiteral("history"));
    m_action->addItem(tr("manage the topic"), QStringLiteral("manage"));
    m_action->insertSeparator(m_action->count());
    for (const auto area : kAdminAreas) {
        m_action->addItem(tr("administer: look at %1").arg(areaName(area)),
                          actionOf(area, AdminAccess::Read));
        m_action->addItem(tr("administer: change %1").arg(areaName(area)),
                          actionOf(area, AdminAccess::Write));
    }
    m_action->setMaxVisibleItems(m_action->count());
}

bool PermissionTester::asksAboutTopic() const
{
    return !m_action->currentData().toString().contains(QLatin1Char('.'));
}

void PermissionTester::askForTokens(const QString &chosen)
{
    client::TokenQuery query;
    query.state = QStringLiteral("active");
    m_context.link.admin().access().tokenPage(query, this, [this, chosen](const auto &page) {
        for (const auto &token : page ? page->tokens : QList<client::TokenInfo>()) {
            if (token.id != chosen)
                m_token->addItem(token.label.isEmpty() ? token.id : token.label, token.id);
        }
    });
}

client::PermissionQuery PermissionTester::query() const
{
    client::PermissionQuery query;
    query.secret = m_secret->text().trimmed().toUtf8();
    query.tokenId = m_token->currentData().toString();
    query.action = m_action->currentData().toString();
    if (asksAboutTopic())
        query.address = {m_nameSpace->text().trimmed(), m_topic->text().trimmed()};
    return query;
}

void PermissionTester::check()
{
    m_verdict->setText(tr("Asking…"));
    m_reason->clear();
    m_context.link.admin().access().checkPermission(query(), this, [this](const auto &answer) {
        if (answer) {
            show(*answer);
            return;
        }
        m_verdict->setText(tr("It could not be asked"));
        m_reason->setText(client::sentence(answer.error()));
    });
}

void PermissionTester::show(const client::PermissionAnswer &answer)
{
    m_verdict->setText(verdictText(answer));
    m_reason->setText(reasonText(answer));
}

void PermissionTester::askWho()
{
    const client::TopicAddress address{m_whoseNameSpace->text().trimmed(),
                                       m_whoseTopic->text().trimmed()};
    m_who->setText(tr("Asking…"));
    m_context.link.admin().access().topicPermissions(address, this, [this](const auto &answer) {
        if (!answer) {
            m_who->setText(client::sentence(answer.error()));
            return;
        }
        QStringList parts{
            listText(tr("Publish"), answer->publish), listText(tr("Read live"), answer->subscribe),
            listText(tr("Read history"), answer->history), listText(tr("Manage"), answer->manage)};
        if (answer->truncated)
            parts.append(tr("There are more; these are the first."));
        m_who->setText(parts.join(QStringLiteral("\n\n")));
    });
}

} // namespace parley::ui
