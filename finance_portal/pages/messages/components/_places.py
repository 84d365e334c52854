"""Where the parts of the page stand."""

GRID = "grid items-start gap-4 lg:grid-cols-12 lg:grid-rows-[auto_1fr]"
LIST = "min-w-0 lg:col-span-5"
ASIDE = "min-w-0 lg:col-span-5 lg:row-start-2"
READING = "min-w-0 lg:col-span-7 lg:col-start-6 lg:row-span-2 lg:row-start-1"
