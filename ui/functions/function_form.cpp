#include "ui/functions/function_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>

#include "ui/common/labels.h"
#include "ui/functions/code_editor.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kMostSourceBytes = 256 * 1024; // the wire's bounds
constexpr int kMinMilliseconds = 10;
constexpr int kMostMilliseconds = 10'000;
constexpr int kMinMegabytes = 16;
constexpr int kMostMegabytes = 512;

QString tokenText(const client::TokenInfo &token)
{
    return token.label.isEmpty() ? token.id : token.label;
}

} // namespace

QString functionNameProblem(const QString &name)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[a-z][a-z0-9-]{0,63}\\z"));
    if (name.isEmpty())
        return FunctionForm::tr("Give it a name.");
    return pattern.match(name).hasMatch()
        ? QString()
        : FunctionForm::tr("A name has a-z, 0-9 and -, and begins with a letter.");
}

client::FunctionInfo exampleFunction()
{
    client::FunctionInfo function;
    function.source = QStringLiteral(
        "// Called once for each message. `event` is the body that an endpoint would get;\n"
        "// in Momento's format the message is event.text.\n"
        "// What it returns is its answer. When it throws, it is called again later.\n"
        "function handle(event) {\n"
        "    console.log('got', event.text);\n"
        "    // publish('another-topic', { text: event.text, from: event.topic });\n"
        "    return { length: event.text.length };\n"
        "}\n");
    return function;
}

FunctionForm::FunctionForm(QWidget *parent) : QWidget(parent), m_code(new CodeEditor(this))
{
    m_code->setAccessibleName(tr("Code"));
    m_code->setPlaceholderText(QStringLiteral("function handle(event) { }"));
    m_code->setMinimumHeight(fontMetrics().height() * 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeFields());
    layout->addWidget(m_code, 1);
    setFocusProxy(m_code);
    connect(m_name, &QLineEdit::textChanged, this, &FunctionForm::edited);
    connect(m_token, &QComboBox::currentIndexChanged, this, &FunctionForm::edited);
    connect(m_milliseconds, &QSpinBox::valueChanged, this, &FunctionForm::edited);
    connect(m_megabytes, &QSpinBox::valueChanged, this, &FunctionForm::edited);
    connect(m_code, &QPlainTextEdit::textChanged, this, &FunctionForm::edited);
}

QWidget *FunctionForm::makeFields()
{
    auto *fields = new QWidget(this);
    fields->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_name = new QLineEdit(fields);
    m_name->setPlaceholderText(tr("such as count-words"));
    m_name->setMaxLength(64);
    m_token = new QComboBox(fields);
    m_token->setToolTip(tr("It publishes with the rights of this token, and no others"));
    m_token->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_token->setMinimumContentsLength(12);
    m_milliseconds = new QSpinBox(fields);
    m_milliseconds->setRange(kMinMilliseconds, kMostMilliseconds);
    m_milliseconds->setSuffix(tr(" ms"));
    m_megabytes = new QSpinBox(fields);
    m_megabytes->setRange(kMinMegabytes, kMostMegabytes);
    m_megabytes->setSuffix(tr(" MiB"));
    for (auto *number : {m_milliseconds, m_megabytes})
        number->setButtonSymbols(QSpinBox::NoButtons); // one types it; the arrow keys count too
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Publishes as"), m_token);
    auto *bounds = new QFormLayout;
    bounds->setContentsMargins(0, 0, 0, 0);
    bounds->addRow(tr("May &run for"), m_milliseconds);
    bounds->addRow(tr("May h&old"), m_megabytes);
    auto *layout = new QHBoxLayout(fields);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(18);
    layout->addLayout(form, 3);
    layout->addLayout(bounds, 1);
    setTokens({});
    return fields;
}

void FunctionForm::setTokens(const QList<client::TokenInfo> &tokens)
{
    const auto chosen = m_token->currentData().toString();
    const QSignalBlocker quiet(m_token);
    m_token->clear();
    m_token->addItem(tr("nobody: it publishes nothing"), QString());
    for (const auto &token : tokens)
        if (token.isActive())
            m_token->addItem(tokenText(token), token.id);
    if (m_token->findData(chosen) < 0)
        m_token->addItem(tr("token %1").arg(chosen), chosen);
    m_token->setCurrentIndex(m_token->findData(chosen));
}

void FunctionForm::setFunction(const client::FunctionInfo &function, bool isNew)
{
    const QSignalBlocker quiet(this);
    m_isNew = isNew;
    m_name->setText(function.name);
    m_name->setReadOnly(!isNew);
    if (m_token->findData(function.tokenId) < 0)
        m_token->addItem(tr("token %1").arg(function.tokenId), function.tokenId);
    m_token->setCurrentIndex(m_token->findData(function.tokenId));
    m_milliseconds->setValue(function.milliseconds);
    m_megabytes->setValue(function.megabytes);
    if (m_code->toPlainText() != function.source) // else the cursor would jump
        m_code->setPlainText(function.source);
}

client::FunctionInfo FunctionForm::function() const
{
    client::FunctionInfo function;
    function.name = m_name->text().trimmed();
    function.tokenId = m_token->currentData().toString();
    function.milliseconds = m_milliseconds->value();
    function.megabytes = m_megabytes->value();
    function.source = m_code->toPlainText();
    return function;
}

QString FunctionForm::problem() const
{
    const auto name = functionNameProblem(m_name->text().trimmed());
    if (!name.isEmpty())
        return name;
    const auto bytes = m_code->toPlainText().toUtf8().size();
    if (bytes == 0)
        return tr("Write a function handle(event).");
    return bytes > kMostSourceBytes
        ? tr("The code is too long: %1 of at most %2.")
              .arg(bytesText(std::uint64_t(bytes)), bytesText(kMostSourceBytes))
        : QString();
}

void FunctionForm::goToCode()
{
    if (m_isNew && m_name->text().isEmpty())
        m_name->setFocus(Qt::OtherFocusReason);
    else
        m_code->setFocus(Qt::OtherFocusReason);
}

} // namespace parley::ui
